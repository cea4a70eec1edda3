"""Kinds, formats and states of meetings and registrations, and which state may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actors.choices import ORGANISATION_CONSTITUENCIES


class MeetingKind(models.TextChoices):
    """What people come together for."""

    COMMITTEE = "committee", _("Comité multi-niveaux")
    WORKSHOP = "workshop", _("Atelier")
    SEMINAR = "seminar", _("Séminaire")
    VISIT = "visit", _("Visite de pilote")
    ASSEMBLY = "assembly", _("Assemblée")


class MeetingFormat(models.TextChoices):
    """Where a meeting takes place."""

    IN_PERSON = "in_person", _("Sur place")
    ONLINE = "online", _("En ligne")
    HYBRID = "hybrid", _("Sur place et en ligne")


class Mode(models.TextChoices):
    """How one person takes part."""

    IN_PERSON = "in_person", pgettext_lazy("mode of attendance", "Sur place")
    ONLINE = "online", pgettext_lazy("mode of attendance", "À distance")


MODES_OF = {
    MeetingFormat.IN_PERSON: (Mode.IN_PERSON,),
    MeetingFormat.ONLINE: (Mode.ONLINE,),
    MeetingFormat.HYBRID: (Mode.IN_PERSON, Mode.ONLINE),
}


class MeetingState(models.TextChoices):
    """Draft is seen by the team only; postponed has no new date yet; done is closed by the team."""

    DRAFT = "draft", _("Brouillon")
    PUBLISHED = "published", _("Publiée")
    POSTPONED = "postponed", _("Reportée")
    CANCELLED = "cancelled", _("Annulée")
    DONE = "done", _("Terminée")


PUBLIC_STATES = (MeetingState.PUBLISHED, MeetingState.POSTPONED, MeetingState.CANCELLED, MeetingState.DONE)


class AttendeeList(models.TextChoices):
    """Who may read who comes. People on a waiting list are never listed."""

    NOBODY = "nobody", _("Personne, sauf l’équipe")
    PARTICIPANTS = "participants", _("Les personnes inscrites")
    PUBLIC = "public", _("Tout le monde")


class Outcome(models.TextChoices):
    """What a point of the programme should lead to; blank for a break."""

    INFORMATION = "information", _("Information")
    DISCUSSION = "discussion", _("Débat")
    DECISION = "decision", _("Décision")
    VOTE = "vote", _("Vote")


class RegistrationState(models.TextChoices):
    """Where a registration stands. The last three are final: whoever comes back registers anew."""

    REQUESTED = "requested", _("À examiner")
    WAITING = "waiting", _("Liste d’attente")
    CONFIRMED = "confirmed", _("Confirmée")
    REFUSED = "refused", _("Refusée")
    WITHDRAWN = "withdrawn", _("Retirée")
    CANCELLED = "cancelled", _("Annulée")


LIVE_STATES = (RegistrationState.REQUESTED, RegistrationState.WAITING, RegistrationState.CONFIRMED)
SEATED_STATES = (RegistrationState.CONFIRMED,)  # what fills a seat; offers join it with the waiting list's automation
FOLLOWING = {
    RegistrationState.REQUESTED: {
        RegistrationState.CONFIRMED,
        RegistrationState.WAITING,
        RegistrationState.REFUSED,
        RegistrationState.WITHDRAWN,
        RegistrationState.CANCELLED,
    },
    RegistrationState.WAITING: {
        RegistrationState.CONFIRMED,
        RegistrationState.WITHDRAWN,
        RegistrationState.CANCELLED,
    },
    RegistrationState.CONFIRMED: {RegistrationState.WITHDRAWN, RegistrationState.CANCELLED},
    RegistrationState.REFUSED: set(),
    RegistrationState.WITHDRAWN: set(),
    RegistrationState.CANCELLED: set(),
}


VERBS = {
    "events.meeting_created": _("Rencontre créée"),
    "events.meeting_published": _("Rencontre publiée"),
    "events.meeting_changed": _("Rencontre modifiée"),
    "events.meeting_cancelled": _("Rencontre annulée"),
    "events.texts_created": _("Page de textes créée"),
    "events.registered": _("Demande d’inscription"),
    "events.confirmed": _("Place confirmée depuis la liste d’attente"),
    "events.withdrew": _("Inscription retirée"),
    "events.registration_cancelled": _("Inscription annulée avec la rencontre"),
}  # what the journal calls each act


def organisations_only() -> list[str]:
    """The default of who may register: every verified organisation, no citizen on their own."""
    return [value for value, _label in ORGANISATION_CONSTITUENCIES]
