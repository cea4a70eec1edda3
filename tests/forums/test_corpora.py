"""The hostile and the two-way texts wherever a forum shows what somebody wrote."""

import html
import json
import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from actors.choices import Constituency
from actors.models import Person
from forums import structured
from forums.choices import PostState
from forums.errors import Refused
from forums.models import Post, Room, Topic
from kernel.text.excerpts import plain
from kernel.text.markdown import to_html
from kernel.ui.structured import json_ld
from tests.factories.actors import PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory
from tests.site.kernel.text.hostile import TEXTS
from tests.site.kernel.text.strictly import read_strictly
from tests.site.kernel.text.two_ways import KEPT, LINES, REFUSED

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ELEMENTS = {"title", "link", "id", "published", "updated", "author", "summary"}
TAG = re.compile(r"<[a-zA-Z!/][^<>]*>")
AT = timezone.now()
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def a_post(source="Bonjour", *, name="Salma", title="Question ?", number=1, **fields):
    """A post that is not in the database, as its fragment shows it."""
    room = Room(pk=1, slug="eau", name_fr="Eau")
    author = Person(pk=1, display_name=name)
    known = {"room": room, "title": title, "language": "fr", "author": author, "constituency": Constituency.CITIZENS}
    topic = Topic(pk=1, **known, created_at=AT, last_post_at=AT, post_count=2)
    return Post(
        pk=number, topic=topic, number=number, author=author, constituency=Constituency.CITIZENS, language="fr",
        source=source, html=to_html(source), words=1, created_at=AT, **fields,
    )  # fmt: skip


def atom(client, path):
    return ET.fromstring(client.get(path).content)  # noqa: S314  (our own feed)


def fragment(post):
    return render_to_string("forums/_post.html", {"post": post})


def row(post):
    return render_to_string("forums/_topic_row.html", {"topic": post.topic})


def body_of(markup):
    return re.search(r'<div class="post__body"[^>]*>(.*?)</div>\s*<div class="post__act"', markup, re.DOTALL)[1]


@pytest.mark.django_db
@pytest.mark.parametrize("source", TEXTS, ids=lambda value: repr(value)[:40])
def test_a_hostile_body_stays_inside_its_fragment(source):
    written, calm = fragment(a_post(source)), fragment(a_post("Bonjour"))
    read_strictly(body_of(written).split("<section")[0].strip())
    assert TAG.findall(written.replace(body_of(written), "")) == TAG.findall(calm.replace(body_of(calm), ""))


@pytest.mark.django_db
@pytest.mark.parametrize("text", TEXTS, ids=lambda value: repr(value)[:40])
def test_hostile_names_titles_and_reasons_add_no_tag(text):
    def shape(markup):
        return [re.split(r"\s", tag)[0] for tag in TAG.findall(markup)]

    removed = {"state": PostState.REMOVED, "removed_at": AT, "removal_language": "fr"}
    for show, calm, hostile in (
        (fragment, a_post(), a_post(name=text)),
        (fragment, a_post(**removed, removal_reason="x"), a_post(**removed, removal_reason=text)),
        (row, a_post(), a_post(title=text, name=text)),
    ):
        assert shape(_without_values(show(hostile))) == shape(_without_values(show(calm)))


def _without_values(markup):
    """Attribute values may hold < and >, which browsers read as text: they are escaped or they end the value."""
    return re.sub(r'="[^"]*"', '=""', markup)


@pytest.mark.parametrize("text", TEXTS, ids=lambda value: repr(value)[:40])
def test_what_search_engines_read_is_plain_data(text):
    post = a_post(text, name=text, title=text)
    block = str(json_ld(structured.posting(post.topic, [post, a_post(text, number=2)], address=_whole)))
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&") & set(inside)
    facts = json.loads(inside)
    assert facts["headline"] == facts["author"]["name"] == text
    assert facts.get("text", "") == plain(to_html(text))


def _whole(path):
    return f"https://rives.example{path}"


@pytest.mark.django_db
def test_feeds_carry_every_hostile_text_as_harmless_html(client):
    texts = [text for text in TEXTS if to_html(text)]
    for start in range(0, len(texts), 30):
        topic = TopicFactory(title=_ODD.sub("", texts[start])[:160].strip() or "x")
        for text in texts[start : start + 30]:
            PostFactory(topic=topic, source=_ODD.sub("", text), author__display_name=_ODD.sub("", text)[:100])
        feed = atom(client, reverse("forums:topic-feed", args=[topic.room.slug, topic.pk]))
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == len(texts[start : start + 30])
        for entry in entries:
            assert {child.tag.removeprefix(ATOM) for child in entry} == ELEMENTS
            read_strictly(entry.find(f"{ATOM}summary").text or "")


@pytest.mark.django_db
def test_a_page_of_hostile_texts_has_the_tags_of_a_calm_one(client):
    def tags(texts, title):
        topic = TopicFactory(title=title, room__name_fr=title, room__description_fr=title)
        for text in texts:
            said, name = text.replace("\0", ""), _ODD.sub("", text)[:100]
            PostFactory(topic=topic, source=said, html="<p>x</p>", author__display_name=name)
        page = client.get(topic.get_absolute_url()).content.decode()
        return [re.split(r"[\s>]", tag)[0] for tag in TAG.findall(_without_values(page))]

    for start in range(0, 90, 45):
        texts = TEXTS[start : start + 45]
        assert tags(texts, texts[0][:100].replace("\0", "")) == tags(["calme"] * len(texts), "calme")


@pytest.mark.django_db
@pytest.mark.parametrize("line", REFUSED[::3], ids=ascii)
def test_names_and_titles_that_turn_the_line_are_refused(ask, line):
    with pytest.raises(Refused):
        ask(RoomFactory(), PersonFactory(), title=line)
    with pytest.raises(ValidationError):
        Person(email="a@example.org", display_name=line).full_clean(exclude=["password"])
    with pytest.raises(ValidationError):
        Room(slug="a", name_fr=line).full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize("line", KEPT, ids=ascii)
def test_names_and_titles_that_people_need_are_shown_whole_and_apart(line):
    written = fragment(a_post(name=line))
    assert f"<b><bdi>{html.escape(line)}</bdi></b>" in written
    assert f"<bdi>{html.escape(line)}</bdi>" in row(a_post(name=line))
    assert f'dir="ltr">{html.escape(line)}</a>' in row(a_post(title=line))


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "line", "is_isolated"), LINES, ids=ascii)
def test_titles_stand_apart_in_the_title_of_the_window_and_in_feeds(client, language, line, is_isolated):
    topic = PostFactory(topic__title=line, author__display_name="12").topic
    with translation.override(language):
        page, feed = topic.get_absolute_url(), reverse("forums:topic-feed", args=[topic.room.slug, topic.pk])
    shown = f"\u2068{line}\u2069" if is_isolated else line
    window = re.search(r"<title>(.*?)</title>", client.get(page).content.decode(), re.DOTALL)[1]
    assert html.unescape(window).startswith(shown)
    entry = atom(client, feed).find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == f"{shown} · 12"


@pytest.mark.django_db
def test_an_answer_names_whom_it_answers_apart():
    first, answer = a_post(name="سلمى (2)"), a_post("Oui", number=2)
    answer.reply_to = first
    assert "<bdi>سلمى (2)</bdi> (1)" in fragment(answer)


@pytest.mark.django_db
def test_every_entry_of_a_feed_says_its_language(client):
    topic = TopicFactory(language="en")
    for number, language in enumerate(("fr", "ar", "en")):
        PostFactory(topic=topic, language=language, created_at=AT + timedelta(minutes=number))
    feed = atom(client, reverse("forums:room-feed", args=[topic.room.slug]))
    entries = feed.findall(f"{ATOM}entry")
    assert feed.get(LANG) == "fr"
    assert [entry.get(LANG) for entry in entries] == ["en", "ar", "fr"]
    assert {entry.find(f"{ATOM}title").get(LANG) for entry in entries} == {"en"}
