"""What a person fills in to register, to register a colleague, and to change how they come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Organisation, Person
from actors.queries import Speaking
from events.choices import LISTINGS_UNDER, AttendeeList, Listing
from events.models import Meeting, Registration
from events.queries.codes import codes_of
from events.queries.colleagues import addresses_shown_to, colleague_under
from kernel.languages.choices import OWN_NAMES
from kernel.requests.forms import RequestKeyMixin

from .answers import AnswersMixin

ON_MY_OWN = "me"
WISHES = ("mode", "listening_language", "needs", "listed")


class WishesForm(AnswersMixin, RequestKeyMixin, forms.Form):
    """How someone comes: in which mode and language, with what needs, in which list; then the meeting's own questions.

    What has one possible answer is not asked.
    """

    mode = forms.ChoiceField(
        label=_("Vous participez"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez comment vous participez."),
            "invalid_choice": _("Cette façon de participer n’est pas proposée."),
        },
    )
    listening_language = forms.ChoiceField(
        label=_("Langue d’écoute"),
        error_messages={
            "required": _("Choisissez la langue dans laquelle vous écoutez."),
            "invalid_choice": _("Cette langue d’écoute n’est pas proposée."),
        },
    )
    needs = forms.CharField(
        label=_("Besoin d’accessibilité"),
        max_length=500,
        required=False,
        help_text=_("Lu par les seules personnes qui préparent la salle."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"max_length": _("Cinq cents caractères au plus : dites l’essentiel, nous vous écrirons.")},
    )
    listed = forms.ChoiceField(
        label=_("Votre nom dans la liste des personnes inscrites"),
        widget=forms.RadioSelect,
        help_text=_(
            "Vous pouvez changer d’avis à tout moment ; un mois après la rencontre, plus personne n’est nommé."
        ),
        error_messages={
            "required": _("Dites si votre nom peut figurer dans la liste."),
            "invalid_choice": _("La liste de cette rencontre ne va pas jusque-là."),
        },
    )

    def offer_wishes(self, meeting: Meeting, language: str, registration: Registration | None = None) -> None:
        """Fill the choices from the meeting, and what stands from the registration, if there is one."""
        self._offer("mode", [(mode.value, mode.label) for mode in meeting.modes])
        self._offer("listening_language", [(code, OWN_NAMES[code]) for code in meeting.listening_languages])
        self._offer("listed", [(one.value, one.label) for one in LISTINGS_UNDER[AttendeeList(meeting.attendee_list)]])
        if language in meeting.listening_languages:
            self.fields["listening_language"].initial = language
        if registration:
            for name in WISHES:
                self.fields[name].initial = getattr(registration, name)
        for name in ("mode", "listening_language", "listed"):
            self._settle(name)

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        field.choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        field.initial = choices[0][0] if choices else ""

    def _settle(self, name: str) -> None:
        """A single possibility is taken without a question."""
        choices = self.fields[name].choices  # type: ignore[attr-defined]  # a ChoiceField
        if len(choices) > 1:
            return
        self.settled = {**getattr(self, "settled", {}), name: choices[0][0] if choices else ""}
        del self.fields[name]

    @property
    def wishes(self) -> dict[str, str]:
        """Mode, listening language, needs and consent to be listed of a valid form, as the actions take them."""
        given = {**getattr(self, "settled", {}), **self.cleaned_data}
        return {name: given[name] for name in WISHES}


class RegistrationForm(WishesForm):
    """In whose name, how, with what needs; an invitation code where the meeting has some."""

    voice = forms.ChoiceField(
        label=_("Vous représentez"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez au nom de qui vous participez."),
            "invalid_choice": _("Vous ne pouvez pas vous inscrire au nom de cette organisation."),
        },
    )
    code = forms.CharField(
        label=_("Code d’invitation"),
        max_length=40,
        required=False,
        help_text=_("Si vous en avez reçu un. Majuscules, espaces et tirets ne comptent pas."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": _("Ce code est trop long : vérifiez-le.")},
    )

    field_order = ["voice", "mode", "listening_language", "needs", "listed", "code"]

    def __init__(self, *args: Any, meeting: Meeting, voices: list[Speaking], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voices = {_voice_value(voice): voice for voice in voices}
        self._offer("voice", [(value, _voice_label(voice)) for value, voice in self.voices.items()])
        if not codes_of(meeting).exists():
            del self.fields["code"]
        self.offer_wishes(meeting, language)
        self.add_questions(meeting)

    @property
    def chosen_voice(self) -> Speaking:
        """The voice of a valid form."""
        return self.voices[self.cleaned_data["voice"]]

    @property
    def given_code(self) -> str:
        """The invitation as it was typed; blank where none is asked."""
        return str(self.cleaned_data.get("code", ""))


class ColleagueForm(RegistrationForm):
    """The same for a colleague, named by their address: nobody is listed to those who may not read the members.

    Nobody agrees for someone else to stand in a list.
    """

    email = forms.EmailField(
        label=_("Adresse électronique de votre collègue"),
        help_text=_("Celle de son compte ; la confirmation lui est envoyée."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off", "list": "colleagues"}),
        error_messages={
            "required": _("Écrivez l’adresse de votre collègue."),
            "invalid": _("Cette adresse n’est pas complète : par exemple prenom.nom@ville.example."),
        },
    )

    field_order = ["voice", "email", "mode", "listening_language", "needs", "code"]

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.colleague: Person | None = None
        self.fields.pop("listed", None)
        self.settled = {**getattr(self, "settled", {}), "listed": Listing.NONE}
        self.fields["voice"].label = _("Au nom de")
        self.suggestions = addresses_shown_to(by, [v.organisation for v in self.voices.values() if v.organisation])

    def clean(self) -> dict[str, Any]:
        """Find the colleague among the verified members of the organisation chosen."""
        cleaned = super().clean()
        voice = self.voices.get(cleaned.get("voice", ""))
        if voice is None or voice.organisation is None or not cleaned.get("email"):
            return cleaned
        self.colleague = self._found(voice.organisation, cleaned["email"])
        return cleaned

    def _found(self, organisation: Organisation, email: str) -> Person | None:
        colleague = colleague_under(self.by, organisation, email)
        if colleague is None:
            self.add_error(
                "email",
                _(
                    "Aucun autre membre vérifié de cette organisation n’a cette adresse. "
                    "Votre collègue crée son compte, puis demande son rattachement."
                ),
            )
        return colleague


class EditForm(WishesForm):
    """Changing how one comes: the same questions, with what stands answered. The voice stays as it was."""

    field_order = ["mode", "listening_language", "needs", "listed"]

    def __init__(self, *args: Any, registration: Registration, viewer: Person, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_wishes(registration.meeting, language, registration)
        self.add_questions(registration.meeting, registration, None if viewer.pk == registration.person_id else viewer)


def _voice_value(voice: Speaking) -> str:
    return str(voice.organisation.pk) if voice.organisation else ON_MY_OWN


def _voice_label(voice: Speaking) -> Any:
    return str(voice.organisation) if voice.organisation else _("Moi-même, comme citoyen ou citoyenne")
