"""Forms of mandates and of positions."""

from __future__ import annotations

import zoneinfo
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actors.models import LANGUAGE_CHOICES, Membership
from kernel.languages.choices import current_language
from kernel.requests.forms import RequestKeyMixin
from kernel.text.validators import validate_line

from ..actions.documents import DOCUMENT_TYPES, check_document
from ..actions.positions import Wording
from ..choices import Answer
from ..models import Consultation, PositionRevision, Statement

ACCEPTED = ",".join(f".{kind}" for kind in DOCUMENT_TYPES)
STANCES = [
    (str(Answer.AGREE.value), Answer.AGREE.label),
    (str(Answer.DISAGREE.value), Answer.DISAGREE.label),
    (str(Answer.PASS.value), pgettext_lazy("organisation", "S’abstient")),
    ("", pgettext_lazy("organisation", "N’en parle pas")),
]


def _document(**extra: Any) -> forms.FileField:
    return forms.FileField(
        required=False,
        validators=[check_document],
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        max_length=200,
        **extra,
    )


class MandateForm(RequestKeyMixin, forms.Form):
    """Who is let sign, where, and until when. Days are those of the zone of whoever gives the mandate."""

    member = forms.ChoiceField(
        label=_("Membre"), error_messages={"required": _("Choisissez un membre de l’organisation.")}
    )
    consultation = forms.ModelChoiceField(
        label=_("Pour la consultation"),
        queryset=Consultation.objects.none(),
        required=False,
        empty_label=_("Toutes les consultations"),
        error_messages={"invalid_choice": _("Cette consultation n’est pas ouverte au public.")},
    )
    ends_on = forms.DateField(
        label=_("Jusqu’au"),
        required=False,
        help_text=_("Ce jour compris. Vide : jusqu’à ce que vous le retiriez."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Cette date n’existe pas. Exemple : 2027-03-31.")},
    )
    document = _document(
        label=_("Acte qui donne le mandat"),
        help_text=_("Délibération ou lettre, en PDF ou en texte. Lu par votre organisation et par l’équipe seules."),
    )

    def __init__(
        self, *args: Any, members: list[Membership], zone: zoneinfo.ZoneInfo, now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.today = zone, now.astimezone(zone).date()
        choices = [("", "—"), *((str(one.person_id), one.person.name) for one in members)]
        self.fields["member"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        consultations = Consultation.objects.published().filter(closes_at__gt=now)
        self.fields["consultation"].queryset = consultations  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_ends_on(self) -> date | None:
        """A day that is not over."""
        day: date | None = self.cleaned_data["ends_on"]
        if day and day < self.today:
            raise ValidationError(_("Ce jour est passé : choisissez aujourd’hui ou un jour à venir."))
        return day

    @property
    def ends_at(self) -> datetime | None:
        """The instant at which the last day is over."""
        day: date | None = self.cleaned_data.get("ends_on")
        return datetime.combine(day + timedelta(days=1), time(), self.zone) if day else None


class PositionForm(RequestKeyMixin, forms.Form):
    """An organisation's position: its words, its answer to each statement, and who signs."""

    has_moved = False  # somebody of the organisation signed since the form was shown

    rev = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        label=_("Position de l’organisation"),
        max_length=10_000,
        help_text=_("Ce que l’organisation soutient et pourquoi, dans sa langue. 10 000 signes au plus."),
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        error_messages={"required": _("Écrivez la position de l’organisation.")},
    )
    language = forms.ChoiceField(label=_("Langue de ce texte"), choices=LANGUAGE_CHOICES)
    document = _document(
        label=_("Document joint"), help_text=_("PDF ou texte (docx, odt), 10 Mo au plus. Il sera public.")
    )
    keeps_document = forms.BooleanField(label=_("Garder le document déjà joint"), required=False)
    signer_name = forms.CharField(
        label=_("Qui signe"),
        max_length=160,
        validators=[validate_line],
        help_text=_("Prénom et nom, comme ils seront publiés."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": _("Dites qui signe.")},
    )
    signer_function = forms.CharField(
        label=_("En qualité de"),
        max_length=160,
        validators=[validate_line],
        help_text=_("Par exemple : adjointe à l’eau."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title", "dir": "auto"}),
        error_messages={"required": _("Dites en quelle qualité.")},
    )
    commits = forms.BooleanField(
        label=_("Je signe au nom de l’organisation : cette position l’engage, et elle sera publique."),
        error_messages={"required": _("Cochez cette case pour signer : une position engage l’organisation.")},
    )

    def __init__(
        self, *args: Any, statements: list[Statement], revision: PositionRevision | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.statements = statements
        for statement in statements:
            self.fields[f"stance_{statement.number}"] = forms.ChoiceField(
                label=str(statement.text),
                choices=STANCES,
                required=False,
                initial="",
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choisissez une des quatre réponses.")},
            )
        if not (revision and revision.document):
            del self.fields["keeps_document"]

    @staticmethod
    def initial_for(
        revision: PositionRevision | None, stances: dict[int, int], name: str, function: str
    ) -> dict[str, Any]:
        """What the form shows first: the revision that counts, else who signs and the reader's language.

        `stances` are those of the revision, by statement number.
        """
        answers = {f"stance_{number}": str(value) for number, value in stances.items()}
        if revision is None:
            return {"rev": 0, "language": current_language(), "signer_name": name, "signer_function": function}
        return {
            **answers,
            "rev": revision.number,
            "text": revision.text,
            "language": revision.language,
            "signer_name": name,
            "signer_function": function,
            "keeps_document": bool(revision.document),
        }

    @property
    def stance_rows(self) -> list[tuple[Statement, BoundField]]:
        """Each statement with its field."""
        return [(statement, self[f"stance_{statement.number}"]) for statement in self.statements]

    @property
    def wording(self) -> Wording:
        """What is signed."""
        given = self.cleaned_data
        stances = {one.number: given.get(f"stance_{one.number}", "") for one in self.statements}
        return Wording(
            text=given["text"],
            language=given["language"],
            signer_name=given["signer_name"],
            signer_function=given["signer_function"],
            stances={number: int(value) for number, value in stances.items() if value != ""},
            document=given.get("document"),
            keeps_document=bool(given.get("keeps_document")),
        )


class WithdrawalForm(forms.Form):
    """Why an organisation takes its position back."""

    reason = forms.CharField(
        label=_("Motif du retrait"),
        max_length=400,
        help_text=_("Public, à côté de la position retirée. Dans la langue de l’organisation."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Donnez un motif : il est public.")},
    )
