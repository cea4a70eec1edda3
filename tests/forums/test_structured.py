"""What search engines read: DiscussionForumPosting, canonical addresses, paging; nothing of what is private."""

import json
import re

import pytest
from django.urls import reverse

from forums.choices import PostState
from tests.factories.actors import MembershipFactory, OrganisationFactory
from tests.factories.forums import PostFactory, TopicFactory

from .conftest import AT

pytestmark = pytest.mark.django_db


def page_of(client, path):
    return client.get(path).content.decode()


def data_in(text):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1])


def link(text, rel):
    found = re.search(rf'<link rel="{rel}" href="([^"]*)">', text)
    return found and found[1]


def long_topic(number=51):
    topic = TopicFactory()
    PostFactory.create_batch(number, topic=topic)
    return topic


def test_a_public_topic_is_told_with_the_comments_of_its_page(client):
    organisation = OrganisationFactory()
    topic = TopicFactory(title="من يمسك السجل؟", language="ar", organisation=organisation)
    PostFactory(topic=topic, language="ar", source="في *الصيف* الأول", reactions={"agree": 3, "thanks": 1})
    PostFactory(topic=topic, language="fr", source="**Chez nous**, la région.", edited_at=AT)
    PostFactory(topic=topic, is_host=True, source="Merci.")
    PostFactory(topic=topic, state=PostState.REMOVED, removal_reason="Hors sujet", removed_at=AT, source="caché")
    facts = data_in(page_of(client, topic.get_absolute_url()))
    address = f"http://testserver{topic.get_absolute_url()}"
    assert (facts["@type"], facts["url"], facts["inLanguage"]) == ("DiscussionForumPosting", address, "ar")
    assert (facts["headline"], facts["text"]) == ("من يمسك السجل؟", "في الصيف الأول")
    assert facts["author"]["affiliation"]["name"] == organisation.name
    counted = {
        each["interactionType"].rpartition("/")[2]: each["userInteractionCount"]
        for each in facts["interactionStatistic"]
    }
    assert counted == {"CommentAction": 3, "LikeAction": 3}
    assert [(each["text"], each["inLanguage"], each["url"]) for each in facts["comment"]] == [
        ("Chez nous, la région.", "fr", f"{address}2/"),
        ("Merci.", "fr", f"{address}3/"),
    ]
    assert facts["comment"][0]["dateModified"] == AT.isoformat()
    assert facts["comment"][1]["author"]["@type"] == "Organization"
    assert "caché" not in json.dumps(facts, ensure_ascii=False)


def test_no_address_or_id_of_a_person_is_told(client):
    post = PostFactory()
    text = json.dumps(data_in(page_of(client, post.topic.get_absolute_url())))
    assert post.author.email not in text
    assert not re.search(r'"(id|pk|email)"', text)


def test_every_page_of_a_topic_has_its_own_canonical_address_and_neighbours(client):
    topic = long_topic(101)
    path = topic.get_absolute_url()
    whole = f"http://testserver{path}"
    first, second, third = (page_of(client, f"{path}{query}") for query in ("", "?page=2", "?page=3"))
    assert [link(text, "canonical") for text in (first, second, third)] == [whole, f"{whole}?page=2", f"{whole}?page=3"]
    assert link(page_of(client, f"{path}?page=1"), "canonical") == whole
    assert [(link(text, "prev"), link(text, "next")) for text in (first, second, third)] == [
        (None, "?page=2"), (".", "?page=3"), ("?page=2", None),
    ]  # fmt: skip
    assert '<a class="more" rel="next" href="?page=2">' in first
    assert '<a class="more" rel="prev" href=".">' in second
    assert f'hreflang="ar" href="{whole.replace("/fr/", "/ar/")}?page=2"' in second
    assert data_in(second)["url"] == whole
    assert "text" not in data_in(second)
    assert len(data_in(second)["comment"]) == 50


def test_pages_of_a_room_are_canonical_too(client):
    room = TopicFactory().room
    TopicFactory.create_batch(30, room=room)
    second = page_of(client, f"{room.get_absolute_url()}?page=2")
    assert link(second, "canonical") == f"http://testserver{room.get_absolute_url()}?page=2"
    assert link(second, "prev") == "."


def test_what_is_private_is_told_to_no_machine(client):
    post = PostFactory(topic__room__private=True)
    client.force_login(MembershipFactory().person)
    for path in (post.topic.get_absolute_url(), post.topic.room.get_absolute_url()):
        text = page_of(client, path)
        assert '<meta name="robots" content="noindex">' in text
        for sign in ("ld+json", 'rel="canonical"', "atom+xml", 'alternate" hreflang'):
            assert sign not in text


def test_public_pages_may_be_indexed(client):
    post = PostFactory()
    for path in (post.topic.get_absolute_url(), post.topic.room.get_absolute_url(), reverse("forums:rooms")):
        assert "noindex" not in page_of(client, path)


def test_a_feed_is_read_with_the_pattern_of_aria(client):
    topic = long_topic(3)
    text = page_of(client, topic.get_absolute_url())
    assert text.count('role="feed"') == 1
    assert re.findall(r'aria-posinset="(\d+)"', text) == ["1", "2", "3"]
    assert text.count("data-live-announcer") == 1
    assert f'data-feed-new="t:{topic.pk}"' in text
