"""The letter to someone who is invited to a room. (leaf)

Its subject, which shows in lists of mails and on locked screens, does not name the room.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from kernel.languages.choices import LANGUAGES
from kernel.mail.registry import Letter, Link, NotOwed, letter
from kernel.mail.times import moment

from .models import RoomInvitation
from .notices_moderation import room_name


@letter("forums.invited")
def invited(context: dict[str, Any]) -> Letter:
    """What the invitation opens and until when; nothing is sent when it was taken back meanwhile."""
    invitations = RoomInvitation.objects.live(timezone.now()).select_related("room", "person", "invited_by")
    invitation = invitations.filter(pk=context["invitation"]).first()
    if invitation is None:
        raise NotOwed("the invitation does not hold any more")
    room, person = invitation.room, invitation.person
    names = {code: getattr(room, f"name_{code}") for code in LANGUAGES}
    facts = [
        (_("Salon"), room_name({"names": names, "room": room.slug})),
        (_("Vous pouvez"), _("lire et écrire") if invitation.may_write else _("lire")),
    ]
    if invitation.expires_at:
        facts.append((_("Jusqu’au"), moment(invitation.expires_at, [person.time_zone])))
    if invitation.invited_by:
        facts.append((_("Invité par"), format_html("<bdi>{}</bdi>", invitation.invited_by.name)))
    return Letter(
        subject=_("Vous êtes invité dans un salon des forums"),
        preheader=_("L’invitation est à votre nom : elle ne se transmet pas."),
        tag=_("Forums"),
        title=_("Vous êtes invité dans un salon"),
        paragraphs=[_("L’équipe d’animation vous ouvre un salon des forums, quelle que soit votre organisation.")],
        facts=facts,
        action=Link(_("Ouvrir le salon"), room.get_absolute_url()),
        after=_("Le salon demande que vous soyez connecté. Si vous ne souhaitez pas y prendre part, ne faites rien."),
        reason=_("Vous recevez ce message parce que quelqu’un de l’équipe d’animation vous a invité."),
    )
