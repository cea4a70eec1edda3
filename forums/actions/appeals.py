"""Asking that a removal be looked at again, and the answer of somebody else than who decided it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import LANGUAGE_CHOICES
from forums import casework, rules
from forums.choices import MAX_REASON, AppealOutcome, PostState
from forums.errors import AlreadyDecided, NotAllowed, Refused
from forums.models import Appeal, Decision, Post
from forums.models.moderation import MAX_APPEAL
from kernel.audit.actions import record
from kernel.languages.choices import current_language
from kernel.live.choices import Op
from kernel.pagecache.actions import bump

from . import telling_concerned
from .locking import locked_post
from .removing import restore
from .telling_moderators import lock_streams, queue_changed, tell_moderators

if TYPE_CHECKING:
    from actors.models import Person


@transaction.atomic
def appeal(*, decision: Decision, person: Person, text: str, language: str, at: datetime) -> Appeal:
    """Ask that one's own removed post be looked at again; once for a decision, within six months.

    The same words again give the same appeal. The suspended may appeal. Raises NotAllowed, Refused.
    """
    said = text.replace("\r\n", "\n").strip()
    if not said:
        raise Refused(_("Dites pourquoi votre message devrait être rétabli."), "text")
    if len(said) > MAX_APPEAL:
        raise Refused(_("Votre texte est trop long : %(most)d caractères au plus.") % {"most": MAX_APPEAL}, "text")
    if language not in dict(LANGUAGE_CHOICES):
        raise Refused(_("Choisissez la langue de votre texte."), "language")
    post = Post.objects.select_for_update(of=("self",)).select_related("topic__room").get(pk=decision.post_id)
    current = Decision.objects.get(pk=decision.pk)
    current.post = post
    made: Appeal | None = Appeal.objects.filter(decision=current).first()
    if made and post.author_id == person.pk and made.text == said:
        return made
    if why_not := casework.why_not_appeal(person, current, at):
        raise NotAllowed(why_not)
    made = Appeal.objects.create(decision=current, against_id=current.by_id, text=said, language=language, made_at=at)
    room = post.topic.room
    data = {"room": room.pk, "topic": post.topic_id, "decision": current.pk}
    record(actor=person, verb="forums.appeal_made", target=post, at=at, data=data)
    queue_changed(made, room, Op.APPEND, person, at)
    tell_moderators(made, room, at, but=(person.pk, current.by_id))
    return made


@transaction.atomic
def answer_appeal(*, appeal: Appeal, by: Person, outcome: str, answer: str, at: datetime, language: str = "") -> Appeal:
    """Uphold a removal or overturn it, in words sent to the author; overturned, the post is there again.

    `language` is the answer's, the active one where none is given. Raises NotAllowed, Refused, AlreadyDecided.
    """
    post = appeal.decision.post
    if not rules.may_moderate(by, post.topic.room):
        raise NotAllowed(_("Seule l’équipe d’animation peut faire cela."))
    if why_not := casework.why_not_answer(by, appeal):
        raise NotAllowed(why_not)
    if outcome not in AppealOutcome.values:
        raise Refused(_("Dites si le retrait est confirmé ou si le message est rétabli."), "outcome")
    said = " ".join(answer.split())
    if not said or len(said) > MAX_REASON:
        raise Refused(_("Répondez en une ou deux phrases : la personne les reçoit telles quelles."), "answer")
    spoken = language or current_language()
    if spoken not in dict(LANGUAGE_CHOICES):
        raise Refused(_("Choisissez la langue de votre réponse."), "language")
    locked = locked_post(post.pk)
    topic = locked.topic
    current = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    if current.outcome:
        raise AlreadyDecided(_("Une autre personne de l’animation vient de répondre : rien n’a changé."))
    current.outcome, current.answer, current.answer_language = outcome, said, spoken
    current.answered_by, current.answered_at = by, at
    current.save(update_fields=["outcome", "answer", "answer_language", "answered_by", "answered_at"])
    data = {"room": topic.room_id, "topic": topic.pk, "decision": current.decision_id, "outcome": outcome}
    record(actor=by, verb=f"forums.appeal_{outcome}", target=locked, at=at, data={**data, "reason": said})
    lock_streams(topic.room, topic.room.stream, topic.stream)
    if outcome == AppealOutcome.OVERTURNED and locked.state == PostState.REMOVED:
        restore(post=locked, topic=topic, by=by, at=at)
    queue_changed(current, topic.room, Op.REMOVE, by, at)
    telling_concerned.author_of_appeal(current, locked, at)
    if topic.room.is_public:
        bump()  # the public journal of moderation
    return current
