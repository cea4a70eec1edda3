"""What forums write about posts: at once of one topic, or a summary. All is judged again when it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import Person
from kernel.languages.choices import current_language, direction
from kernel.languages.models import language_used, value_used
from kernel.mail.registry import Item, Letter, Link, NotOwed, Section, Thread, letter
from kernel.text.direction import isolated
from kernel.text.excerpts import excerpt, plain

from .choices import PostState, Rhythm, WatchLevel
from .models import Post, ReadMark, Room, Topic
from .presence import reads_now
from .queries.summaries import news_for
from .queries.watching import level_of, rhythm_of
from .unsubscribing import address_to_stop

EXCERPT = 400  # characters of a post
SHOWN = 5  # posts of a topic in one mail; beyond that it says how many more there are


@letter("forums.posts")
def posts(context: dict[str, Any]) -> Letter:
    """What was said in one topic, for who watches it or is spoken to in it."""
    person, topic = _reader(context), _topic(context)
    told = _still_news(person, topic, context["items"])
    path = f"{topic.get_absolute_url()}{told[0].number}/"
    return Letter(
        subject=_subject(topic),
        preheader=_counted(len(told)),
        title=_topic_title(topic) if topic.room.is_public else _("Dans un salon réservé"),
        tag=_("Forums"),
        sections=[_section(topic, told, len(told), named=not topic.room.is_public)],
        action=Link(_("Lire et répondre"), path),
        reason=_("Vous recevez ce message parce que vous suivez cette discussion, ou qu’on s’y adresse à vous."),
        preferences=reverse("my_forums:preferences"),
        unsubscribe=address_to_stop(person.pk, topic.pk),
        thread=_thread(person, topic, context["items"][0]),
    )


@letter("forums.digest")
def digest(context: dict[str, Any]) -> Letter:
    """What was said in the topics that someone follows, since the last summary."""
    person = _reader(context)
    if rhythm_of(person) not in (Rhythm.DAILY, Rhythm.WEEKLY):
        raise NotOwed("the reader asked for no summary any more")
    since, until = (datetime.fromisoformat(context[name]) for name in ("since", "until"))
    news = news_for(person, since, until)
    if not news.topics:
        raise NotOwed("the reader has read everything")
    return Letter(
        subject=_("Forums : %(posts)s") % {"posts": _counted(news.number)},
        preheader=_("Ce qui s’est dit dans les discussions que vous suivez."),
        title=_("Ce qui s’est dit"),
        tag=_("Forums"),
        sections=[_section(one.topic, one.posts, one.number) for one in news.topics],
        action=Link(_("Ouvrir les forums"), reverse("forums:rooms")),
        after=_and_more(news.left_out),
        reason=_("Vous recevez ce résumé parce que vous suivez ces discussions."),
        preferences=reverse("my_forums:preferences"),
        unsubscribe=address_to_stop(person.pk),
        thread=Thread(list_id="digest.forums"),
    )


def _reader(context: dict[str, Any]) -> Person:
    person = Person.objects.filter(pk=context["person"], is_active=True).first()
    if person is None:
        raise NotOwed("the reader has left")
    return person


def _topic(context: dict[str, Any]) -> Topic:
    topic = Topic.objects.select_related("room").filter(pk=context["topic"]).first()
    if topic is None:
        raise NotOwed("the topic is gone")
    return topic


def _still_news(person: Person, topic: Topic, items: list[int]) -> list[Post]:
    """What is left to tell of these posts, rights first. Raises NotOwed where nothing is."""
    if not Room.objects.visible_to(person).filter(pk=topic.room_id).exists():
        raise NotOwed("the reader may not read the room any more")
    if rhythm_of(person) != Rhythm.AT_ONCE:
        raise NotOwed("the reader wants no mail at once any more")
    if level_of(person, topic) == WatchLevel.MUTE:
        raise NotOwed("the reader wants to hear nothing of the topic")
    if reads_now(person, topic.pk):
        raise NotOwed("the reader has the topic before their eyes")
    mark = ReadMark.objects.filter(person=person, topic=topic).values_list("number", flat=True).first() or 0
    left = Post.objects.filter(pk__in=items, topic=topic, state=PostState.VISIBLE, number__gt=mark)
    told = list(left.exclude(author=person).select_related("author", "organisation").order_by("number"))
    if not told:
        raise NotOwed("the reader has read them, or they are gone")
    return told


def _subject(topic: Topic) -> str:
    """The same for all letters of a topic, so that they stand together; of a private room it says nothing."""
    if not topic.room.is_public:
        return _("Nouveaux messages dans un salon réservé")
    return _("Forum : « %(title)s »") % {"title": isolated(topic.title)}


def _counted(number: int) -> str:
    return ngettext("%(n)d nouveau message", "%(n)d nouveaux messages", number) % {"n": number}


def _and_more(topics: int) -> str:
    if not topics:
        return ""
    return ngettext("Et %(n)d autre discussion.", "Et %(n)d autres discussions.", topics) % {"n": topics}


def _topic_title(topic: Topic) -> str:
    return _marked(topic.title, topic.language)


def _marked(text: str, language: str) -> str:
    """Someone's own words, with their language and direction."""
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), text)


def _section(topic: Topic, told: Iterable[Post], number: int, *, named: bool = True) -> Section:
    """A topic, `named` where nothing above does, with its posts; `number` counts the new ones: the first are shown."""
    shown = list(told)[:SHOWN]
    language = language_used(topic.room, "name", current_language()) or current_language()
    room = _marked(value_used(topic.room, "name", language), language)
    title = format_html("{} · {}", room, _topic_title(topic)) if named else room
    items = [_item(topic, post) for post in shown]
    if more := number - len(shown):
        label = ngettext("Et %(n)d autre message", "Et %(n)d autres messages", more) % {"n": more}
        items.append(Item(label, url=f"{topic.get_absolute_url()}{shown[-1].number}/"))
    return Section(title, items)


def _item(topic: Topic, post: Post) -> Item:
    words = _marked(excerpt(plain(post.html), EXCERPT), post.language)
    lines = [[_where_from(post)], [words]]
    return Item(
        format_html("<bdi>{}</bdi>", post.author.name),
        note=format_html_join(SafeString("<br>"), "{}", lines),
        url=f"{topic.get_absolute_url()}{post.number}/",
    )


def _where_from(post: Post) -> str:
    """Who speaks from where: constituency, organisation and shore."""
    if post.is_host:
        return _("Équipe d’animation")
    parts = [post.get_constituency_display()]
    if post.organisation is not None:
        parts.append(format_html("<bdi>{}</bdi>", value_used(post.organisation, "name", current_language())))
    if post.shore:
        parts.append(post.get_shore_display())
    return format_html_join(" · ", "{}", ([part] for part in parts))


def _thread(person: Person, topic: Topic, first: int) -> Thread:
    """The room is the list and the topic the conversation: two readers' letters have nothing in common."""
    own = salted_hmac("forums.letters", str(person.pk)).hexdigest()[:16]
    root = f"topic-{topic.pk}.{own}"
    opens = Post.objects.filter(pk=first, topic=topic, number=1).exists()
    return Thread(list_id=f"room-{topic.room_id}.forums", root=root, message=root if opens else f"post-{first}.{own}")
