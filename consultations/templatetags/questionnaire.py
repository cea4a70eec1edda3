"""What the templates of the questionnaire ask of a question and of what is written."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.choices import Constituency
from consultations.choices import QuestionKind
from consultations.forms.questionnaire import Row
from consultations.queries.counting import NORTH, SOUTH_AND_EAST
from consultations.questionnaire import Asked
from consultations.questionnaire.kinds import decimal, towns
from kernel.languages.choices import current_language
from kernel.ui import formats
from kernel.ui.maps.pointing import basin_point
from kernel.ui.projection import project

register = template.Library()


@register.filter
def at(value: Any, key: str) -> Any:
    """{{ row.value|at:choice.code }}: what stands under a key, if anything does."""
    return value.get(key) if isinstance(value, dict) else None


@register.filter
def voice_name(group: str) -> str:
    """The words for a group of voices: a constituency, or a side of the sea."""
    if group in Constituency.values:
        return str(Constituency(group).label)
    return {NORTH: _("Rive nord"), SOUTH_AND_EAST: _("Rives sud et est")}.get(group, _("Tout le bassin"))


@register.filter
def unlocal(value: float) -> str:
    """A number as machines read it."""
    return f"{value:g}"


@register.simple_tag
def described(row: Row) -> SafeString:
    """aria-describedby and aria-invalid of a control."""
    parts = [f"{row.question.name}-help"] if _has_help(row.question) else []
    parts += [f"{row.question.name}-err"] if row.error else []
    said = format_html(' aria-describedby="{}"', " ".join(parts)) if parts else mark_safe("")
    is_group = row.question.is_closed or row.question.kind == QuestionKind.PLACE
    return said + (mark_safe(' aria-invalid="true"') if row.error and not is_group else mark_safe(""))


def _has_help(question: Asked) -> bool:
    return bool((question.record and question.record.help) or limits_of(question))


@register.simple_tag
def limits_of(question: Asked) -> str:
    """What the settings of a question ask, in words."""
    settings, kind = question.settings, question.kind
    if kind == QuestionKind.MULTIPLE and settings.get("most"):
        most = int(settings["most"])
        return ngettext("%(most)d réponse au plus.", "%(most)d réponses au plus.", most) % {"most": most}
    if kind == QuestionKind.RANKING:
        return _("Donnez un rang à chacun : 1 pour le premier.")
    if kind == QuestionKind.NUMBER and (settings.get("minimum") is not None and settings.get("maximum") is not None):
        ends = {"least": formats.number(settings["minimum"]), "most": formats.number(settings["maximum"])}
        return _("De %(least)s à %(most)s.") % ends
    if kind == QuestionKind.FILE:
        return _("PDF, document, tableau, texte ou image, 10 Mo au plus. L’équipe seule le lit.")
    return ""


@register.simple_tag
def words_of(row: Row, code: str) -> str:
    """What somebody specified under « autre »."""
    return str(row.value.get("words", {}).get(code, "")) if isinstance(row.value, dict) else ""


@register.simple_tag
def ranks_of(question: Asked) -> range:
    """The ranks there are to give."""
    count = len(question.choices)
    return range(1, min(int(question.settings.get("most") or count), count) + 1)


@register.simple_tag
def degrees_of(row: Row, name: str) -> str:
    """Latitude or longitude as written; none for a town chosen by name."""
    value = row.value or {}
    return "" if value.get("town") else str(value.get(name, ""))


@register.filter
def town_choices(row: Row) -> list[dict[str, Any]]:
    """The towns of our map in the reader's language, by name, each with its place on the sheet."""
    language, chosen = current_language(), (row.value or {}).get("town")
    found = []
    for key, town in towns().items():
        x, y = project(town["lat"], town["lon"])
        found.append(
            {"key": key, "name": town[language], "lat": town["lat"], "lon": town["lon"], "x": x, "y": y}
            | {"chosen": key == chosen}
        )
    return sorted(found, key=lambda town: town["name"])


@register.simple_tag
def point_of(row: Row) -> SafeString:
    """The map with the place that is written."""
    value = row.value or {}
    place = towns().get(value.get("town", "")) or value
    lat, lon = decimal(place.get("lat", "")), decimal(place.get("lon", ""))
    known = lat is not None and lon is not None
    at_lat, at_lon = (float(lat or 0), float(lon or 0)) if known else (None, None)
    return basin_point(at_lat, at_lon, first=row.draws_coast)
