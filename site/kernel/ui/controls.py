"""How a form's fields are shown: which shape a widget takes, its class, its direction, where an error leads."""

from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Textarea
from django.utils.safestring import SafeString

LEFT_TO_RIGHT = {"email", "url", "number", "password", "tel", "date", "time", "datetime-local", "month"}


def kind(field: BoundField) -> str:
    """The shape of a field: box, boxes, rows, password, select, textarea, file or input."""
    widget = field.field.widget
    if isinstance(widget, CheckboxSelectMultiple):
        return "boxes"
    if isinstance(widget, RadioSelect):
        return "rows"
    if isinstance(widget, CheckboxInput):
        return "box"
    if isinstance(widget, Select):
        return "select"
    if isinstance(widget, Textarea):
        return "textarea"
    input_type = str(getattr(widget, "input_type", "text"))
    return input_type if input_type in {"password", "file"} else "input"


def control(field: BoundField) -> SafeString:
    """The control with its class; addresses, numbers and passwords stay left to right, free text follows itself."""
    widget, shape = field.field.widget, kind(field)
    given = str(widget.attrs.get("class", ""))
    looks = {"select": "select", "textarea": "textarea", "box": ""}.get(shape, "input")
    attrs: dict[str, Any] = {"class": f"{looks} {given}".strip()} if looks or given else {}
    if "dir" not in widget.attrs and shape in {"input", "password", "textarea"}:
        attrs["dir"] = "ltr" if getattr(widget, "input_type", "") in LEFT_TO_RIGHT else "auto"
    return field.as_widget(attrs=attrs)


def anchor(field: BoundField) -> str:
    """The id that a link in the summary of errors leads to: the control, or the first of several."""
    first = f"{field.auto_id}_0" if kind(field) in {"rows", "boxes"} else str(field.auto_id)
    return field.id_for_label or first
