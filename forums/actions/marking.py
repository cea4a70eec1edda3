"""What a message says of others: the posts it quotes, the people and organisations it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forums.models import Mention, Post, Quote
from forums.pointing import Pointing
from forums.queries import mentions, quotes

if TYPE_CHECKING:
    from actors.models import Person


def mark(post: Post, pointing: Pointing, by: Person) -> list[Post]:
    """Write down what a post quotes and names, in the transaction that wrote it; the posts of its room that it no
    longer quotes.

    Mentions are added, never taken back: whoever was told is not told again when the post is reworded.
    """
    _name(post, pointing, by)
    return _quote(post, pointing)


def _quote(post: Post, pointing: Pointing) -> list[Post]:
    quoted = quotes.quotable(pointing.quoted, post.topic.room).exclude(pk=post.pk)
    wanted = set(quoted.values_list("pk", flat=True)) if pointing.quoted else set()
    before = {quote.quoted_id: quote.pk for quote in Quote.objects.filter(post=post)}
    Quote.objects.bulk_create([Quote(post=post, quoted_id=pk) for pk in sorted(wanted - set(before))])
    dropped = set(before) - wanted
    Quote.objects.filter(pk__in=[before[pk] for pk in dropped]).delete()
    room = post.topic.room_id
    return list(Post.objects.filter(pk__in=dropped, topic__room=room).only("topic", "rev").order_by("pk"))


def _name(post: Post, pointing: Pointing, by: Person) -> None:
    if not (pointing.people_at or pointing.organisations or pointing.said):
        return
    named = mentions.named_in(pointing, post.topic, by)
    people = [Mention(post=post, person=person) for person in named.people]
    organisations = [Mention(post=post, organisation=organisation) for organisation in named.organisations]
    Mention.objects.bulk_create([*people, *organisations], ignore_conflicts=True)
