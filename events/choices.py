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


class DocumentKind(models.TextChoices):
    """What a document is to its meeting: read before it, shown in it, or written after it."""

    AGENDA = "agenda", _("Ordre du jour")
    NOTE = "note", _("Note préparatoire")
    SLIDES = "slides", pgettext_lazy("document", "Présentation")
    MINUTES = "minutes", _("Compte rendu")
    OTHER = "other", _("Autre document")


class RoomKind(models.TextChoices):
    """What makes the room in which people meet online; the last two exist where the installation knows a server."""

    LINK = "link", _("Un lien que l’équipe a préparé")
    JITSI = "jitsi", "Jitsi"
    BIGBLUEBUTTON = "bigbluebutton", "BigBlueButton"


class JoinRole(models.TextChoices):
    """As what someone comes in online."""

    PARTICIPANT = "participant", _("Participe")
    MODERATOR = "moderator", _("Anime")


class Listing(models.TextChoices):
    """In which list of who comes a person agrees to stand: at most as wide as the meeting's own list."""

    NONE = "none", _("Dans aucune liste")
    PARTICIPANTS = "participants", _("Pour les personnes inscrites")
    PUBLIC = "public", _("Pour tout le monde")


# the widest that a person may agree to under each list of a meeting
LISTINGS_UNDER = {
    AttendeeList.NOBODY: (Listing.NONE,),
    AttendeeList.PARTICIPANTS: (Listing.NONE, Listing.PARTICIPANTS),
    AttendeeList.PUBLIC: (Listing.NONE, Listing.PARTICIPANTS, Listing.PUBLIC),
}


class Opening(models.TextChoices):
    """Whether registration follows its dates, or the team's hand until further notice."""

    BY_DATES = "dates", _("Selon les dates prévues")
    CLOSED = "closed", _("Fermées par l’équipe")
    OPEN = "open", _("Rouvertes par l’équipe")


class Promotion(models.TextChoices):
    """What happens to a place that is free while people wait for it."""

    OFFER = "offer", _("Proposée à la personne suivante, qui répond dans le délai")
    DIRECT = "direct", _("Donnée à la personne suivante, sans question")
    BY_HAND = "by_hand", _("Proposée par l’équipe, à la main")


class AfterExpiry(models.TextChoices):
    """Where someone stands who did not answer an offer in time; never first in line again."""

    END = "end", _("Reprend sa place en fin de liste")
    OUT = "out", _("Quitte la liste")


class OfferAnswer(models.TextChoices):
    """What became of an offer; blank while it is open. Cancelled: the person withdrew, or the meeting is off."""

    ACCEPTED = "accepted", _("Acceptée")
    DECLINED = "declined", _("Déclinée")
    EXPIRED = "expired", _("Sans réponse dans le délai")
    CANCELLED = "cancelled", _("Sans objet")


class RegistrationState(models.TextChoices):
    """Where a registration stands. The last five are final: whoever comes back registers anew."""

    REQUESTED = "requested", _("À examiner")
    WAITING = "waiting", _("Liste d’attente")
    OFFERED = "offered", _("Place proposée")
    CONFIRMED = "confirmed", _("Confirmée")
    REFUSED = "refused", _("Refusée")
    WITHDRAWN = "withdrawn", _("Retirée")
    CANCELLED = "cancelled", _("Annulée")
    DECLINED = "declined", _("Place déclinée")
    EXPIRED = "expired", _("Sans réponse à temps")


LIVE_STATES = (
    RegistrationState.REQUESTED,
    RegistrationState.WAITING,
    RegistrationState.OFFERED,
    RegistrationState.CONFIRMED,
)
SEATED_STATES = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)  # what fills a seat: an open offer holds it
ENDED = {RegistrationState.WITHDRAWN, RegistrationState.CANCELLED}
FOLLOWING: dict[RegistrationState, set[RegistrationState]] = {
    RegistrationState.REQUESTED: {
        RegistrationState.CONFIRMED,
        RegistrationState.WAITING,
        RegistrationState.REFUSED,
        *ENDED,
    },
    RegistrationState.WAITING: {RegistrationState.OFFERED, RegistrationState.CONFIRMED, *ENDED},
    RegistrationState.OFFERED: {
        RegistrationState.CONFIRMED,
        RegistrationState.DECLINED,
        RegistrationState.EXPIRED,
        RegistrationState.WAITING,
        *ENDED,
    },
    RegistrationState.CONFIRMED: ENDED,
    **{
        state: set()
        for state in (
            RegistrationState.REFUSED,
            RegistrationState.WITHDRAWN,
            RegistrationState.CANCELLED,
            RegistrationState.DECLINED,
            RegistrationState.EXPIRED,
        )
    },
}


VERBS = {
    "events.meeting_created": _("Rencontre créée"),
    "events.meeting_copied": _("Rencontre reprise d’une autre"),
    "events.meeting_published": _("Rencontre publiée"),
    "events.meeting_changed": _("Rencontre modifiée"),
    "events.meeting_cancelled": _("Rencontre annulée"),
    "events.meeting_postponed": _("Rencontre reportée"),
    "events.calendar_opened": _("Adresse d’agenda personnel créée"),
    "events.calendar_renewed": _("Adresse d’agenda personnel renouvelée"),
    "events.calendar_closed": _("Adresse d’agenda personnel supprimée"),
    "events.clocks_changed": _("Horloges changées par un pays : mêmes heures sur place, instants recalculés"),
    "events.clocks_lost": _("Horloges changées par un pays : une heure de la rencontre n’existe plus"),
    "events.texts_created": _("Page de textes créée"),
    "events.registered": _("Demande d’inscription"),
    "events.approved": _("Inscription acceptée par l’équipe"),
    "events.refused": _("Inscription refusée"),
    "events.registration_edited": _("Inscription modifiée"),
    "events.listing_changed": _("Présence dans la liste des personnes inscrites modifiée"),
    "events.offered": _("Place proposée"),
    "events.offer_accepted": _("Place proposée, acceptée"),
    "events.offer_declined": _("Place proposée, déclinée"),
    "events.offer_expired": _("Place proposée, sans réponse à temps"),
    "events.confirmed": _("Place confirmée depuis la liste d’attente"),
    "events.withdrew": _("Inscription retirée"),
    "events.registrations_closed": _("Inscriptions fermées"),
    "events.registrations_reopened": _("Inscriptions rouvertes"),
    "events.quota_closed": _("Quota fermé"),
    "events.quota_reopened": _("Quota rouvert"),
    "events.code_created": _("Code d’invitation créé"),
    "events.code_revoked": _("Code d’invitation retiré"),
    "events.registration_cancelled": _("Inscription annulée avec la rencontre"),
    "events.answered": _("Réponses aux questions enregistrées"),
    "events.answers_purged": _("Réponses effacées, leur temps étant passé"),
    "events.question_saved": _("Question enregistrée"),
    "events.question_deleted": _("Question supprimée"),
    "events.questions_ordered": _("Questions remises en ordre"),
    "events.questions_copied": _("Questions reprises d’une autre rencontre"),
    "events.helper_added": _("Aide à la rencontre ajoutée"),
    "events.helper_removed": _("Aide à la rencontre retirée"),
    "events.message_written": _("Message envoyé aux personnes inscrites"),
    "events.text_changed": _("Texte d’une lettre modifié"),
    "events.text_reset": _("Texte d’une lettre rendu au texte d’origine"),
}  # what the journal calls each act


def organisations_only() -> list[str]:
    """The default of who may register: every verified organisation, no citizen on their own."""
    return [value for value, _label in ORGANISATION_CONSTITUENCIES]
