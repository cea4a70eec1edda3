"""What is filled in around moderation: a flag, a decision, an appeal and its answer, a suspension, slow mode."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import LANGUAGE_CHOICES
from forums.choices import MAX_REASON, AppealOutcome, FlagCategory
from forums.errors import ForumError
from forums.models import Appeal
from forums.models.moderation import MAX_APPEAL, outcome_label
from kernel.languages.choices import current_language

if TYPE_CHECKING:
    from actors.models import Person

ROOM = "room"
EVERYWHERE = "everywhere"
PACES = [
    (0, _("Aucune attente")),
    (30, _("30 secondes")),
    (60, _("Une minute")),
    (300, _("5 minutes")),
    (900, _("15 minutes")),
    (3600, _("Une heure")),
    (86_400, _("Un jour")),
]


class CaseworkForm(forms.Form):
    """A form whose refusals come from an action."""

    def refuse(self, error: ForumError) -> None:
        """Show an action's refusal next to its field."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


def _words(label: Any, hint: Any, most: int, rows: int, missing: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        error_messages={"required": missing},
    )


def _language(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=LANGUAGE_CHOICES,
        initial=current_language,
        widget=forms.Select(attrs={"class": "select"}),
    )


class FlagForm(CaseworkForm):
    """Why a message should be examined."""

    category = forms.ChoiceField(
        label=_("Pourquoi le signalez-vous ?"),
        choices=FlagCategory.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez la raison du signalement.")},
    )
    note = forms.CharField(
        label=_("Une précision"),
        help_text=_("Seule l’équipe d’animation la lit."),
        required=False,
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


def _rule() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Règle"),
        choices=FlagCategory.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez la règle qui s’applique.")},
    )


class HideForm(CaseworkForm):
    """The rule that applies and the reason, which the author gets and everyone reads."""

    category = _rule()
    reason = _words(
        _("Motif"),
        _("Une phrase, que la personne reçoit et que tout le monde lit à la place du message. Ne nommez personne."),
        MAX_REASON,
        3,
        _("Dites en une phrase pourquoi."),
    )
    language = _language(_("Langue du motif"))


class KeepForm(CaseworkForm):
    """A word to those who flagged, if one is needed."""

    note = forms.CharField(
        label=_("Note aux personnes qui ont signalé"),
        required=False,
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class RefuseForm(CaseworkForm):
    """Why a first message is not published."""

    reason = _words(
        _("Motif"), _("Une phrase, que la personne reçoit."), MAX_REASON, 3, _("Dites en une phrase pourquoi.")
    )
    language = _language(_("Langue du motif"))


def _plea(label: Any, missing: Any) -> forms.CharField:
    hint = _("Une autre personne que celle qui a décidé vous lit et vous répond.")
    return _words(label, hint, MAX_APPEAL, 6, missing)


class AppealForm(CaseworkForm):
    """Why a message should be given back."""

    text = _plea(
        _("Pourquoi votre message devrait-il être rétabli ?"), _("Dites pourquoi votre message devrait être rétabli.")
    )
    language = _language(_("Langue de votre texte"))


class SuspensionAppealForm(AppealForm):
    """Why a suspension should not stand."""

    text = _plea(
        _("Pourquoi la suspension devrait-elle être annulée ?"), _("Dites pourquoi la suspension devrait être annulée.")
    )


class AnswerForm(CaseworkForm):
    """What another moderator decides of an appeal, and says."""

    outcome = forms.ChoiceField(
        label=_("Décision"),
        choices=AppealOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites si le retrait est confirmé ou si le message est rétabli.")},
    )
    answer = _words(
        _("Réponse"),
        _("Une ou deux phrases, que la personne reçoit telles quelles."),
        MAX_REASON,
        3,
        _("Répondez en une ou deux phrases."),
    )
    language = _language(_("Langue de la réponse"))

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if appeal.suspension_id is None:
            return
        outcome = cast("forms.ChoiceField", self.fields["outcome"])
        outcome.choices = [(code, outcome_label(code, is_suspension=True)) for code in AppealOutcome.values]
        outcome.error_messages["required"] = _("Dites si la suspension est confirmée ou annulée.")


class SuspendForm(CaseworkForm):
    """Where, until when, under which rule and why someone may not write."""

    scope = forms.ChoiceField(
        label=_("Où"),
        choices=[(ROOM, _("Dans ce salon")), (EVERYWHERE, _("Dans tous les forums"))],
        initial=ROOM,
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("Jusqu’au"),
        help_text=_("Ce jour compris. Un an au plus."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choisissez un jour à venir."), "invalid": _("Choisissez un jour à venir.")},
    )
    category = _rule()
    reason = _words(
        _("Motif"), _("Une phrase, que la personne reçoit."), MAX_REASON, 3, _("Dites en une phrase pourquoi.")
    )
    language = _language(_("Langue du motif"))

    def __init__(self, *args: Any, everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not everywhere:
            del self.fields["scope"]

    def ends_at(self, by: Person) -> datetime:
        """The end of the chosen day, on the clock of who decides."""
        day: date = self.cleaned_data["until"]
        return datetime.combine(day + timedelta(days=1), time.min, tzinfo=by.zone)


class SlowForm(CaseworkForm):
    """How long everyone lets pass between two messages."""

    seconds = forms.TypedChoiceField(
        label=_("Temps entre deux messages d’une personne"),
        choices=PACES,
        coerce=int,
        widget=forms.Select(attrs={"class": "select"}),
    )
