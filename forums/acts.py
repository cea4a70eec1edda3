"""The acts of moderators as the journal names them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "forums.case_opened": _("Message signalé"),
    "forums.case_claimed": _("Examen pris en charge"),
    "forums.case_released": _("Examen laissé à d’autres"),
    "forums.post_kept": _("Message maintenu"),
    "forums.post_removed": _("Message retiré"),
    "forums.appeal_made": _("Réexamen demandé"),
    "forums.appeal_upheld": _("Retrait confirmé"),
    "forums.appeal_overturned": _("Message rétabli"),
    "forums.held_published": _("Premier message publié"),
    "forums.held_refused": _("Premier message refusé"),
    "forums.suspended": _("Personne suspendue"),
    "forums.suspension_lifted": _("Suspension levée"),
    "forums.suspension_upheld": _("Suspension confirmée"),
    "forums.suspension_overturned": _("Suspension annulée"),
    "forums.slow_mode": _("Mode lent changé"),
    "forums.topic_locked": _("Sujet fermé"),
    "forums.topic_unlocked": _("Sujet rouvert"),
    "forums.topic_pinned": _("Sujet épinglé"),
    "forums.topic_unpinned": _("Sujet désépinglé"),
    "forums.posts_moved": _("Messages déplacés"),
    "forums.posts_split": _("Sujet divisé"),
    "forums.topic_moved": _("Sujet déplacé"),
    "forums.topic_merged": _("Sujets réunis"),
    "forums.invited": _("Personne invitée"),
    "forums.invitation_ended": _("Invitation reprise"),
    "forums.room_created": _("Salon créé"),
    "forums.room_changed": _("Salon modifié"),
    "forums.room_deleted": _("Salon supprimé"),
    "forums.texts_created": _("Textes d’un salon créés"),
}
SUSPENSIONS = frozenset(
    {
        "forums.suspended",
        "forums.suspension_lifted",
        "forums.suspension_upheld",
        "forums.suspension_overturned",
    }
)
PUBLIC = SUSPENSIONS | {
    "forums.post_kept",
    "forums.post_removed",
    "forums.appeal_upheld",
    "forums.appeal_overturned",
    "forums.slow_mode",
    "forums.topic_locked",
    "forums.topic_unlocked",
}
"""Those that everyone reads about, without names. Of suspensions only that there was one and what another moderator
said of it: a reason beside a date and a room would often name the person."""
