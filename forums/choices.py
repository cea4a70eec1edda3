"""Who sees a room, who speaks in it, and where it stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Visibility(models.TextChoices):
    """Who may see that a room exists and read it."""

    PUBLIC = "public", _("Tout le monde")
    MEMBERS = "members", _("Les membres vérifiés d’une organisation")
    ORGANISATIONS = "organisations", _("Les membres des organisations choisies")
    CONSTITUENCIES = "constituencies", _("Les membres d’organisations des collèges et des rives choisis")
    INVITED = "invited", _("Les personnes invitées")


class Posting(models.TextChoices):
    """Who may write in a room, among those who may read it."""

    EVERYONE = "everyone", _("Toute personne inscrite")
    MEMBERS = "members", _("Les membres vérifiés d’une organisation")
    CONSTITUENCIES = "constituencies", _("Les membres d’organisations des collèges et des rives choisis")


class Opening(models.TextChoices):
    """Who may open a topic."""

    PARTICIPANTS = "participants", _("Qui peut écrire")
    MEMBERS = "members", _("Qui peut écrire, au nom d’une organisation")
    MODERATORS = "moderators", _("L’équipe d’animation")


class Attaching(models.TextChoices):
    """Who may attach files to a message."""

    PARTICIPANTS = "participants", _("Qui peut écrire")
    MEMBERS = "members", _("Qui peut écrire, au nom d’une organisation")
    MODERATORS = "moderators", _("L’équipe d’animation")
    NOBODY = "nobody", _("Personne")


class Capability(models.TextChoices):
    """What someone may do in a room. Who reads it sees it; who only sees it reads its name and description."""

    SEE = "see", _("Voir que le salon existe")
    READ = "read", _("Lire")
    REPLY = "reply", _("Répondre")
    OPEN = "open", _("Ouvrir un sujet")
    ATTACH = "attach", _("Joindre un fichier")
    MODERATE = "moderate", _("Animer")


class RoomState(models.TextChoices):
    """Open; read only for a while; closed for good. A closed room stays readable."""

    OPEN = "open", pgettext_lazy("a room", "Ouvert")
    READ_ONLY = "read_only", _("En lecture seule")
    CLOSED = "closed", pgettext_lazy("a room", "Clos")


class TopicState(models.TextChoices):
    """Whether a topic takes messages; a merged one only leads to the topic that took its messages in."""

    OPEN = "open", _("Ouvert")
    LOCKED = "locked", _("Fermé")
    MERGED = "merged", _("Réuni à un autre")


class PostState(models.TextChoices):
    """A removed post leaves its number and the reason; one that moved leaves its number and the way to it."""

    VISIBLE = "visible", _("Visible")
    REMOVED = "removed", _("Retiré")
    MOVED = "moved", _("Déplacé")


class ReactionKind(models.TextChoices):
    """What one says of a message without a word."""

    AGREE = "agree", _("D’accord")
    THANKS = "thanks", _("Merci")
    USEFUL = "useful", _("Utile")
    UNCLEAR = "unclear", _("À préciser")


class WatchLevel(models.TextChoices):
    """How much of a room or topic someone wants to hear."""

    WATCH = "watch", _("Tout : chaque message, dans la cloche et par courriel")
    FOLLOW = "follow", _("L’essentiel : chaque message dans la cloche")
    NORMAL = "normal", _("Ce qui me concerne : réponses, citations et mentions")
    MUTE = "mute", _("Rien")


class Rhythm(models.TextChoices):
    """How often someone is written about forums."""

    AT_ONCE = "at_once", _("Tout de suite")
    DAILY = "daily", _("Une fois par jour")
    WEEKLY = "weekly", _("Une fois par semaine")
    NEVER = "never", _("Jamais")


class TellReason(models.TextChoices):
    """Why someone hears of a message, the strongest reason first: they are told once, for it."""

    MENTION = "mention", _("Mention de vous")
    ANSWER = "answer", _("Réponse à vous")
    QUOTE = "quote", _("Citation de vous")
    TOPIC = "topic", _("Nouveau sujet dans un salon suivi")
    MESSAGE = "message", _("Message dans une discussion suivie")


class FlagCategory(models.TextChoices):
    """Why someone thinks that a message should not stay."""

    OFF_TOPIC = "off_topic", _("Hors sujet")
    ATTACK = "attack", _("Attaque ou insulte")
    PERSONAL_DATA = "personal_data", _("Données personnelles")
    ADVERTISING = "advertising", _("Publicité")
    ILLEGAL = "illegal", _("Contenu illégal")
    OTHER = "other", _("Autre raison")


class CaseState(models.TextChoices):
    """Where the examination of a flagged message stands."""

    OPEN = "open", _("À examiner")
    KEPT = "kept", _("Message maintenu")
    HIDDEN = "hidden", _("Message retiré")


class AppealOutcome(models.TextChoices):
    """What another moderator decided; blank while the appeal waits."""

    UPHELD = "upheld", _("Retrait confirmé")
    OVERTURNED = "overturned", _("Message rétabli")


SUSPENSION_OUTCOMES = {
    AppealOutcome.UPHELD.value: _("Suspension confirmée"),
    AppealOutcome.OVERTURNED.value: _("Suspension annulée"),
}
"""The same, of a suspension."""


class HeldState(models.TextChoices):
    """Where a message stands that is read by a moderator before it is published."""

    WAITING = "waiting", _("En attente")
    PUBLISHED = "published", _("Publié")
    REFUSED = "refused", _("Refusé")


MAX_BODY = 10_000  # characters of a message
MAX_TITLE = 160
MAX_REASON = 500
MOST_FILES = 5  # of one message
MOST_FILE_BYTES = 8 * 1024 * 1024
DRAFT_DAYS = 90

ROOM_STREAM = "r"  # a room's list of topics: r:<room id>
TOPIC_STREAM = "t"  # a topic's messages: t:<topic id>
POST = "post"
TOPIC = "topic"
QUEUE_STREAM = "q"  # what waits for moderators: q:<room id>, and q:0 for the team, which moderates every room
CASE = "case"
HELD = "held"
APPEAL = "appeal"

RESERVED_SLUGS = frozenset({"drafts", "moderation"})  # addresses under /forums/ that no room may take
