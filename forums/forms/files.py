"""The files that go with a message: five places for one, each with what a picture shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.actions.attachments import MAX_ABOUT, Given, check_given
from forums.choices import MOST_FILES
from kernel.uploads.names import CONTENT_TYPES

if TYPE_CHECKING:
    from forums.models import Attachment

ACCEPT = ",".join(f".{kind}" for kind in (*CONTENT_TYPES, "jpeg"))


@dataclass(frozen=True)
class Place:
    """Where one file is chosen, and said what it shows."""

    file: BoundField
    about: BoundField


class FilesForm(forms.Form):
    """Stands beside a message's form and is sent with it; `present` are the files that a message has already."""

    def __init__(self, *args: Any, present: Sequence[Attachment] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present = present
        self.numbers = range(1, MOST_FILES + 1)
        for number in self.numbers:
            self.fields[f"file_{number}"] = forms.FileField(
                label=_("Fichier %(number)d") % {"number": number},
                required=False,
                widget=forms.FileInput(attrs={"accept": ACCEPT}),
                error_messages={"empty": gettext_lazy("Ce fichier est vide. Vérifiez-le, puis réessayez.")},
            )
            self.fields[f"about_{number}"] = forms.CharField(
                label=_("Ce que montre l’image, en quelques mots"),
                required=False,
                max_length=MAX_ABOUT,
                widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
            )
        self.fields["drop"] = forms.MultipleChoiceField(
            required=False, choices=[(str(each.pk), each.title) for each in present]
        )

    def clean(self) -> dict[str, Any]:
        """Each refusal stands next to its file."""
        cleaned = super().clean() or {}
        for number in self.numbers:
            if given := self._given(number):
                self._check(number, given)
        if len(self._kept()) + len(self.given) > MOST_FILES:
            self.add_error(None, _("%(most)d fichiers au plus par message.") % {"most": MOST_FILES})
        return cleaned

    def _check(self, number: int, given: Given) -> None:
        try:
            check_given(given)
        except ValidationError as error:
            self.add_error(f"about_{number}" if error.code == "about" else f"file_{number}", error.messages[0])

    def _given(self, number: int) -> Given | None:
        upload = self.cleaned_data.get(f"file_{number}")
        return Given(upload, self.cleaned_data.get(f"about_{number}") or "") if upload else None

    def _kept(self) -> list[Attachment]:
        return [each for each in self.present if each.pk not in self.dropped]

    @property
    def given(self) -> list[Given]:
        """The files that were sent with a valid form."""
        return [given for number in self.numbers if (given := self._given(number))]

    @property
    def dropped(self) -> set[int]:
        """Those of the files present that are to go."""
        return {int(pk) for pk in self.cleaned_data.get("drop", [])}

    @property
    def accept(self) -> str:
        """What the browser's chooser proposes."""
        return ACCEPT

    @property
    def places(self) -> Iterable[Place]:
        """The fields, two by two, as a page shows them."""
        return [Place(self[f"file_{number}"], self[f"about_{number}"]) for number in self.numbers]
