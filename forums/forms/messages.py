"""What a person fills in to say something: a message, a topic, new words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import LANGUAGE_CHOICES
from actors.queries import Speaking
from forums.choices import MAX_BODY, MAX_REASON, MAX_TITLE
from forums.errors import ForumError
from kernel.requests.forms import RequestKeyMixin

if TYPE_CHECKING:
    from forums.models import Post

HOST = "host"
CITIZEN = "citizen"


@dataclass(frozen=True)
class Chosen:
    """In whose name: an organisation's id, None as a citizen; or for the team."""

    organisation_id: int | None
    as_host: bool


def voice_choices(voices: list[Speaking], hosts: bool) -> list[tuple[str, str]]:
    """The voices a person may write under: the team's, organisations, then the citizen."""
    choices = [
        (str(voice.organisation.pk), str(voice.organisation))
        if voice.organisation
        else (CITIZEN, _("En mon nom, comme citoyenne ou citoyen"))
        for voice in voices
    ]
    return [*choices, (HOST, _("Au nom de l’équipe d’animation"))] if hosts else choices


class ForumForm(RequestKeyMixin):
    """A form whose refusals come from an action. `status` is the answer's, `wait` how many seconds to let pass.

    `reused`: a message is published under its key already, with other words.
    """

    status = 200
    wait = 0
    reused = False

    def refuse(self, error: ForumError) -> None:
        """Show an action's refusal next to its field."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class MessageForm(ForumForm):
    """A message, its language, and in whose name: a choice where there is one, or where the voice that was sent or kept
    is none of theirs any more (`lost_voice`: of a draft; it comes back in their own name, never in another's).
    `speaks_for` names the only voice where it is not the person's own.
    """

    source = forms.CharField(
        label=gettext_lazy("Votre message"),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "maxlength": MAX_BODY}),  # the action counts
        error_messages={"required": gettext_lazy("Écrivez votre message.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Langue du message"),
        choices=LANGUAGE_CHOICES,
        error_messages={"invalid_choice": gettext_lazy("Choisissez la langue de votre message.")},
    )
    voice = forms.ChoiceField(
        label=gettext_lazy("Vous écrivez"),
        error_messages={"invalid_choice": gettext_lazy("Vous ne pouvez pas écrire ici au nom de cette organisation.")},
    )
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, voices: list[Speaking], hosts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = voice_choices(voices, hosts)
        names = dict(choices)
        self.fields["voice"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        kept = self.initial.get("voice", "")
        self.lost_voice = bool(kept and names) and kept not in names
        if self.lost_voice and CITIZEN in names:
            self.initial["voice"] = CITIZEN
        elif kept not in names:
            self.initial["voice"] = next(iter(names), CITIZEN)
        self.fields["language"].widget.attrs["class"] = self.fields["voice"].widget.attrs["class"] = "select"
        is_gone = bool(names) and self.is_bound and self.data.get("voice") not in names
        self.has_voices = len(names) > 1 or is_gone or self.lost_voice
        self.speaks_for = "" if self.has_voices or CITIZEN in names else next(iter(names.values()), "")
        if not self.has_voices:
            self.fields["voice"].widget = forms.HiddenInput()

    @property
    def chosen(self) -> Chosen:
        """The voice that was chosen on a valid form."""
        voice = self.cleaned_data["voice"]
        return Chosen(int(voice) if voice.isdecimal() else None, voice == HOST)


class TopicForm(MessageForm):
    """A topic with its first message."""

    title = forms.CharField(
        label=gettext_lazy("Votre question, ou le sujet en quelques mots"),
        max_length=MAX_TITLE,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": gettext_lazy("Donnez un titre au sujet.")},
    )
    field_order = ["title", "source", "language", "voice"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reply_to"]


class EditForm(ForumForm):
    """New words for one's own message."""

    source = MessageForm.base_fields["source"]
    language = MessageForm.base_fields["language"]
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi ce changement"),
        required=False,
        max_length=MAX_REASON,
        help_text=gettext_lazy("En une phrase : elle se lit dans l’historique du message."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    @classmethod
    def of(cls, post: Post, draft: dict[str, Any] | None = None) -> EditForm:
        """The form with what the message says now, or with the words that were being written for it."""
        return cls(initial={"source": post.source, "language": post.language, **(draft or {})})
