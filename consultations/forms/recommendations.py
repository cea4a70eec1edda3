"""What an authority or the team fills in to move a recommendation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Membership, Organisation
from kernel.languages.choices import OWN_NAMES, current_language
from kernel.requests.forms import RequestKeyMixin, fresh_key

from ..actions.recommendations import Words
from ..models import Recommendation
from ..queries.authorities import authorities
from ..recommendations import BY_AUTHORITY, SIGNED, next_states

LONGEST = 5000


class StepForm(RequestKeyMixin, forms.Form):
    """A text in its language, and the revision that was read when it was written."""

    rev = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Texte"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={
            "required": _("Écrivez votre texte : il est public et signé."),
            "max_length": _("Cinq mille signes au plus."),
        },
    )
    language = forms.ChoiceField(
        label=_("Langue du texte"),
        choices=list(OWN_NAMES.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Dites dans quelle langue vous écrivez."),
            "invalid_choice": _("Cette langue n’est pas proposée."),
        },
    )

    def __init__(self, *args: Any, recommendation: Recommendation, membership: Membership | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.recommendation = recommendation
        self.fields["rev"].initial = recommendation.rev
        self.fields["language"].initial = current_language()
        self.sign_as(membership)

    def sign_as(self, membership: Membership | None) -> None:
        """Nobody signs by name for the team."""

    @property
    def words(self) -> Words:
        """What was written, and who signs it."""
        cleaned = self.cleaned_data
        signed = (cleaned.get("name", ""), cleaned.get("function", ""))
        return Words(cleaned["text"], cleaned["language"], *signed)

    def show_again(self, recommendation: Recommendation) -> None:
        """Keep what was typed beside the history as it is now: sent again, it follows what was added."""
        sent: Any = self.data
        again = sent.copy()
        again[self.add_prefix("rev")] = str(recommendation.rev)
        again[self.add_prefix("request_key")] = fresh_key()
        self.data = again


class SignedForm(StepForm):
    """A text that someone signs for the authority."""

    name = forms.CharField(
        label=_("Nom de la personne qui signe"),
        max_length=160,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
        error_messages={"required": _("Donnez le nom de la personne qui signe : il est public.")},
    )
    function = forms.CharField(
        label=_("Sa fonction"),
        max_length=160,
        help_text=_("Par exemple : maire, directrice des espaces verts."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "organization-title"}),
        error_messages={"required": _("Donnez la fonction de la personne qui signe : elle est publique.")},
    )

    def sign_as(self, membership: Membership | None) -> None:
        """Their own name and function stand ready."""
        if membership is None:
            del self.fields["name"], self.fields["function"]
            return
        self.fields["name"].initial = membership.person.display_name
        self.fields["function"].initial = membership.function


class AnswerForm(SignedForm):
    """Where the authority brings it, and why."""

    after = forms.ChoiceField(
        label=_("Votre réponse"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez votre réponse."),
            "invalid_choice": _("Cette étape ne peut pas suivre la précédente."),
        },
    )
    field_order = ["after", "text", "language", "name", "function"]

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any):
        super().__init__(*args, recommendation=recommendation, **kwargs)
        after: Any = self.fields["after"]
        after.choices = [(str(state), state.label) for state in sorted(BY_AUTHORITY)]
        # a form sent twice is read again after its first sending moved the state: the action says where one may go
        after.widget.choices = [(str(state), state.label) for state in next_states(recommendation.state)]
        self.fields["text"].required = self.must_explain and not self.is_bound  # announced here, decided in clean()
        self.fields["text"].help_text = _("Ce qui est décidé, ce qui ne l’est pas, et pourquoi.")

    @property
    def must_explain(self) -> bool:
        """Whether every answer that is offered is a reasoned one."""
        return SIGNED.issuperset(next_states(self.recommendation.state))

    def clean(self) -> dict[str, Any]:
        """An answer and an end are reasoned."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.fields["text"].required = self.must_explain
        if cleaned.get("after") in SIGNED and "text" in cleaned and not cleaned["text"].strip():
            self.add_error("text", _("Écrivez la réponse : elle est publique et motive la décision."))
        return cleaned


class ReferForm(SignedForm):
    """To which authority, and why."""

    to: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("Autorité compétente"),
        queryset=Organisation.objects.none(),
        error_messages={
            "required": _("Choisissez l’autorité compétente."),
            "invalid_choice": _("Choisissez une autorité de l’annuaire."),
        },
    )
    field_order = ["to", "text", "language", "name", "function"]

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any):
        super().__init__(*args, recommendation=recommendation, **kwargs)
        others = authorities().exclude(pk=recommendation.addressee_id)
        self.fields["to"].queryset = others  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["text"].label = _("Pourquoi elle est compétente")
