"""Where a topic or some of its messages go."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import LANGUAGE_CHOICES
from forums.choices import MAX_TITLE
from forums.models import Room, RoomQuerySet, Topic

from .messages import ForumForm

_ADDRESS = re.compile(r"(?:.*/forums/[-\w]+/)?(\d{1,18})(?:/.*)?")


class TopicField(forms.CharField):
    """A topic, named by its address or its number."""

    default_error_messages = {"unknown": gettext_lazy("Ce sujet n’existe pas dans un salon que vous animez.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}), **kwargs)
        self.rooms = Room.objects.none()

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return None
        found = _ADDRESS.fullmatch(text)
        topic = (
            Topic.objects.filter(pk=int(found[1]), room__in=self.rooms).select_related("room").first()
            if found
            else None
        )
        if topic is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return topic


class MoveForm(ForumForm):
    """The room to which a topic goes."""

    room: Any = forms.ModelChoiceField(
        label=gettext_lazy("Salon"),
        queryset=Room.objects.none(),
        error_messages={
            "required": gettext_lazy("Choisissez un salon."),
            "invalid_choice": gettext_lazy("Choisissez un salon que vous animez."),
        },
    )

    def __init__(self, *args: Any, rooms: RoomQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["room"].widget.attrs["class"] = "select"


class MergeForm(ForumForm):
    """The topic that takes in all the messages of another."""

    into = TopicField(
        label=gettext_lazy("Adresse de l’autre sujet"),
        help_text=gettext_lazy("Les messages s’ajoutent à la fin de ce sujet, dans leur ordre."),
        error_messages={"required": gettext_lazy("Donnez l’adresse de l’autre sujet.")},
    )

    def __init__(self, *args: Any, rooms: RoomQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].rooms = rooms  # type: ignore[attr-defined]  # a TopicField


class SplitForm(ForumForm):
    """Some messages of a topic, and where they go: a topic that is there, or a new one."""

    numbers = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": gettext_lazy("Cochez les messages à déplacer."),
            "invalid_choice": gettext_lazy("Un de ces messages n’est plus dans ce sujet. Rechargez la page."),
        },
    )
    title = forms.CharField(
        label=gettext_lazy("Titre du nouveau sujet"),
        required=False,
        max_length=MAX_TITLE,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Langue du titre"), choices=LANGUAGE_CHOICES)
    into = TopicField(
        label=gettext_lazy("Ou l’adresse d’un sujet qui existe"),
        required=False,
        help_text=gettext_lazy("Les messages s’ajoutent à sa fin, dans leur ordre."),
    )

    def __init__(self, *args: Any, rooms: RoomQuerySet, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"].choices = [(number, str(number)) for number in numbers]  # type: ignore[attr-defined]
        self.fields["into"].rooms = rooms  # type: ignore[attr-defined]  # a TopicField
        self.fields["language"].widget.attrs["class"] = "select"

    def clean(self) -> dict[str, Any]:
        """One of the two places, not both."""
        given: dict[str, Any] = super().clean() or {}
        if "into" in self.errors or bool(given.get("title")) != bool(given.get("into")):
            return given
        self.add_error(
            "title", _("Donnez un titre au nouveau sujet, ou l’adresse d’un sujet qui existe : l’un des deux.")
        )
        return given
