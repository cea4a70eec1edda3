"""The rich text editor of bodies."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea


class NamedRichTextArea(DraftailRichTextArea):
    """Wagtail's editor, with a name for those who listen: in a block no label points to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options["ariaLabel"] = _("Texte mis en forme")
