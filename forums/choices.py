"""Who sees a room, who speaks in it, and where it stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who may see that a room exists and read it."""

    PUBLIC = "public", _("Tout le monde")
    MEMBERS = "members", _("Les membres vérifiés d’une organisation")
    ORGANISATIONS = "organisations", _("Les membres des organisations choisies")


class Posting(models.TextChoices):
    """Who may write in a room, among those who may read it."""

    EVERYONE = "everyone", _("Toute personne inscrite")
    MEMBERS = "members", _("Les membres vérifiés d’une organisation")
    CONSTITUENCIES = "constituencies", _("Les membres d’organisations des collèges choisis")


class Opening(models.TextChoices):
    """Who may open a topic."""

    PARTICIPANTS = "participants", _("Qui peut écrire")
    MODERATORS = "moderators", _("L’équipe d’animation")


class RoomState(models.TextChoices):
    """Open; read only for a while; closed for good. A closed room stays readable."""

    OPEN = "open", _("Ouvert")
    READ_ONLY = "read_only", _("En lecture seule")
    CLOSED = "closed", _("Clos")


class TopicState(models.TextChoices):
    """Whether a topic takes messages."""

    OPEN = "open", _("Ouvert")
    LOCKED = "locked", _("Fermé")


class PostState(models.TextChoices):
    """A removed post leaves its number and the reason."""

    VISIBLE = "visible", _("Visible")
    REMOVED = "removed", _("Retiré")


MAX_BODY = 10_000  # characters of a message
MAX_TITLE = 160
MAX_REASON = 500

ROOM_STREAM = "r"  # a room's list of topics: r:<room id>
TOPIC_STREAM = "t"  # a topic's messages: t:<topic id>
POST = "post"
TOPIC = "topic"
