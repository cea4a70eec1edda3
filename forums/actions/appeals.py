"""Asking that a removal or a suspension be looked at again, and the answer of somebody else than who decided it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import LANGUAGE_CHOICES
from forums import casework, rules
from forums.choices import MAX_REASON, AppealOutcome, PostState
from forums.errors import AlreadyDecided, NotAllowed, Refused
from forums.models import Appeal, Decision, Post, Suspension
from forums.models.moderation import MAX_APPEAL
from kernel.audit.actions import record
from kernel.languages.choices import current_language
from kernel.live.choices import Op
from kernel.pagecache.actions import bump

from . import telling_concerned
from .locking import locked_post
from .removing import restore
from .suspensions import end, locked_suspension
from .telling_moderators import lock_streams, queue_changed, tell_moderators

if TYPE_CHECKING:
    from actors.models import Person


@transaction.atomic
def appeal(*, decision: Decision | Suspension, person: Person, text: str, language: str, at: datetime) -> Appeal:
    """Ask that a removal of one's own post, or one's suspension, be looked at again; once for each, within its time.

    The same words again give the same appeal. The suspended may appeal. Raises NotAllowed, Refused.
    """
    said = text.replace("\r\n", "\n").strip()
    if not said:
        raise Refused(
            _("Dites pourquoi la suspension devrait être annulée.")
            if isinstance(decision, Suspension)
            else _("Dites pourquoi votre message devrait être rétabli."),
            "text",
        )
    if len(said) > MAX_APPEAL:
        raise Refused(_("Votre texte est trop long : %(most)d caractères au plus.") % {"most": MAX_APPEAL}, "text")
    if language not in dict(LANGUAGE_CHOICES):
        raise Refused(_("Choisissez la langue de votre texte."), "language")
    current = _locked_to_appeal(decision)
    made = casework.appeal_of(current)
    if made and current.concerned_id == person.pk and made.text == said:
        return made
    if why_not := casework.why_not_appeal(person, current, at):
        raise NotAllowed(why_not)
    against = {"suspension": current} if isinstance(current, Suspension) else {"decision": current}
    made = Appeal.objects.create(**against, against_id=current.by_id, text=said, language=language, made_at=at)
    record(actor=person, verb="forums.appeal_made", target=_target(current), at=at, data=_named(current))
    queue_changed(made, current.where, Op.APPEND, person, at)
    tell_moderators(made, current.where, at, but=(person.pk, current.by_id))
    return made


@transaction.atomic
def answer_appeal(*, appeal: Appeal, by: Person, outcome: str, answer: str, at: datetime, language: str = "") -> Appeal:
    """Uphold a removal or a suspension, or overturn it, in words sent to whom it is about.

    Overturned, the post is there again, and the suspended may write from `at` on. What is over already, because the
    post was given back or the suspension ended or was lifted, is answered all the same: only the answer is written
    down. `language` is the answer's, the active one where none is given. Raises NotAllowed, Refused, AlreadyDecided.
    """
    if not rules.may_moderate(by, appeal.about.where):
        raise NotAllowed(_("Seule l’équipe d’animation peut faire cela."))
    if why_not := casework.why_not_answer(by, appeal):
        raise NotAllowed(why_not)
    if outcome not in AppealOutcome.values:
        raise Refused(
            _("Dites si la suspension est confirmée ou annulée.")
            if appeal.suspension_id
            else _("Dites si le retrait est confirmé ou si le message est rétabli."),
            "outcome",
        )
    said = " ".join(answer.split())
    if not said or len(said) > MAX_REASON:
        raise Refused(_("Répondez en une ou deux phrases : la personne les reçoit telles quelles."), "answer")
    spoken = language or current_language()
    if spoken not in dict(LANGUAGE_CHOICES):
        raise Refused(_("Choisissez la langue de votre réponse."), "language")
    about = _locked_to_answer(appeal.about)
    current = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    if current.outcome:
        raise AlreadyDecided(_("Une autre personne de l’animation vient de répondre : rien n’a changé."))
    current.outcome, current.answer, current.answer_language = outcome, said, spoken
    current.answered_by, current.answered_at = by, at
    current.save(update_fields=["outcome", "answer", "answer_language", "answered_by", "answered_at"])
    verb = f"forums.suspension_{outcome}" if isinstance(about, Suspension) else f"forums.appeal_{outcome}"
    data = {**_named(about), "outcome": outcome, "reason": said}
    record(actor=by, verb=verb, target=_target(about), at=at, data=data)
    _lock_streams(about)
    if outcome == AppealOutcome.OVERTURNED:
        _overturn(about, by, at)
    queue_changed(current, about.where, Op.REMOVE, by, at)
    telling_concerned.who_appealed(current, about, at)
    if about.where is None or about.where.is_public:
        bump()  # the public journal of moderation
    return current


def _locked_to_appeal(decision: Decision | Suspension) -> Decision | Suspension:
    """What is appealed, as it is now; its post or its own row locked."""
    if isinstance(decision, Suspension):
        return locked_suspension(decision.pk)
    post = Post.objects.select_for_update().prefetch_related("topic__room").get(pk=decision.post_id)
    current = Decision.objects.get(pk=decision.pk)
    current.post = post
    return current


def _locked_to_answer(about: Decision | Suspension) -> Decision | Suspension:
    """The same, with what an answer may change locked: a post comes back under its topic's lock."""
    if isinstance(about, Suspension):
        return locked_suspension(about.pk)
    about.post = locked_post(about.post_id)
    return about


def _lock_streams(about: Decision | Suspension) -> None:
    if isinstance(about, Decision):
        topic = about.post.topic
        lock_streams(topic.room, topic.room.stream, topic.stream)


def _overturn(about: Decision | Suspension, by: Person, at: datetime) -> None:
    if isinstance(about, Suspension):
        end(suspension=about, by=by, at=at)
    elif about.post.state == PostState.REMOVED:
        restore(post=about.post, topic=about.post.topic, by=by, at=at)


def _target(about: Decision | Suspension) -> Post | Person:
    return about.person if isinstance(about, Suspension) else about.post


def _named(about: Decision | Suspension) -> dict[str, Any]:
    """What the journal says it was about."""
    if isinstance(about, Suspension):
        return {"room": about.room_id, "suspension": about.pk}
    return {"room": about.post.topic.room_id, "topic": about.post.topic_id, "decision": about.pk}
