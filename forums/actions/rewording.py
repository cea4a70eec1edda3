"""Rewording one's own post, for half an hour."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from forums import rules, tasks
from forums.choices import MAX_REASON
from forums.errors import NotAllowed, Refused
from forums.models import Post, PostRevision
from kernel.live.choices import Op

from .attachments import Given, Stored, replace_files, require_attaching, stored
from .drafts import take_draft
from .locking import locked_post, touch
from .marking import mark
from .pacing import slow_down
from .telling import cited_changed, post_changed
from .words import Words, words_of

if TYPE_CHECKING:
    from actors.models import Person

EDIT_RATES = ("10/m", "60/h")  # each keeps a version, is told to everyone who reads, and makes public pages anew


def edit_post(
    *,
    post: Post,
    person: Person,
    source: str,
    language: str,
    at: datetime,
    reason: str = "",
    files: Sequence[Given] = (),
    dropped: Collection[int] = (),
) -> Post:
    """Reword one's own post within half an hour; what it said before is kept. Saying the same changes nothing.

    `reason` says why, if they wish to; `files` come to those that it has, the attachments `dropped` go.
    Raises NotAllowed, Refused, TooFast.
    """
    words, why = words_of(source, language), " ".join(reason.split())
    if len(why) > MAX_REASON:
        raise Refused(_("La raison est trop longue : une phrase suffit."), "reason")
    if files:
        require_attaching(person, post.topic.room, post.organisation_id, at)
    with stored(files) as kept:
        return _reword(post, person, words, why=why, files=kept, dropped=dropped, at=at)


@transaction.atomic
def _reword(
    post: Post,
    person: Person,
    words: Words,
    *,
    why: str,
    files: Sequence[Stored],
    dropped: Collection[int],
    at: datetime,
) -> Post:
    current = locked_post(post.pk)
    if why_not := rules.why_not_edit(person, current, at):
        raise NotAllowed(why_not)
    take_draft(person, "", post=current)
    changes_files = replace_files(current, files, dropped, person, at)
    if (current.source, current.language) == (words.source, words.language) and not changes_files:
        return current
    slow_down("forums.edit", person, EDIT_RATES, at)
    PostRevision.objects.create(
        post=current,
        rev=current.rev,
        source=current.source,
        language=current.language,
        reason=current.edit_reason,
        written_at=current.edited_at or current.created_at,
    )
    for name, value in words.columns.items():
        setattr(current, name, value)
    current.edited_at, current.edit_reason = at, why
    current.rev += 1
    current.save(update_fields=[*words.columns, "edited_at", "edit_reason", "rev"])
    touch(current.topic)
    no_longer_quoted = mark(current, words.pointing, person)
    post_changed(current, Op.REPLACE, person, at)
    cited_changed(no_longer_quoted, current.topic, person, at)
    transaction.on_commit(partial(tasks.index_topic.enqueue, current.topic_id), robust=True)
    return current
