"""Of a private room nobody else hears anything: search, feeds, sitemap, dialogues, counters, lists, one's own space."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forums import actions, queries
from forums.models import Room, RoomInvitation
from forums.queries.watching import followed_topics
from kernel.live import registry
from kernel.search import actions as search
from pages.dialogues import registry as dialogues
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, moderator

pytestmark = pytest.mark.django_db

SECRET = "Xylographie"  # stands in the room's name, the topic's title and the message, and nowhere else
KINDS = {
    "members": {"visibility": "members"},
    "organisations": {"visibility": "organisations"},
    "constituencies": {"visibility": "constituencies", "reading_constituencies": ["research"]},
    "shores": {"visibility": "constituencies", "reading_shores": ["south"]},
    "invited": {"visibility": "invited"},
}


@pytest.fixture(params=KINDS)
def post(request, dialogue):
    """A message in a room that is private in each way."""
    room = RoomFactory(name_fr=f"{SECRET} du port", dialogue=dialogue, slug="reserve", **KINDS[request.param])
    found = PostFactory(topic__room=room, topic__title=f"{SECRET} ?", source=f"{SECRET} encore")
    search.index(room)
    search.index(found.topic)
    return found


@pytest.fixture
def dialogue():
    from wagtail.models import Site

    from pages.dialogues.models import DialogueIndexPage, DialoguePage

    home = Site.objects.get(is_default_site=True).root_page
    index = home.add_child(instance=DialogueIndexPage(title_fr="Dialogues", slug="dialogues"))
    return index.add_child(instance=DialoguePage(title_fr="L’eau partagée", slug="eau"))


def browser(person):
    client = Client()
    if person:
        client.force_login(person)
    return client


def test_strangers_read_its_name_nowhere(post, dialogue):
    room, topic = post.topic.room, post.topic
    pages = [
        reverse("forums:rooms"),
        f"{reverse('portal:search')}?q={SECRET}",
        "/fr/",
        dialogue.get_url(),
        "/sitemap.xml",
    ]
    private = [
        room.get_absolute_url(),
        topic.get_absolute_url(),
        f"{topic.get_absolute_url()}1/",
        reverse("forums:room-feed", args=[room.slug]),
        reverse("forums:topic-feed", args=[room.slug, topic.pk]),
        f"/live/{room.stream}",
        f"/live/{topic.stream}",
    ]
    for person in (None, PersonFactory()):
        client = browser(person)
        for page in pages:
            text = client.get(page, follow=True).content.decode().replace(f'value="{SECRET}"', "")
            assert f"{SECRET} du port" not in text, page
            assert f"{SECRET} ?" not in text, page
            assert "/forums/reserve/" not in text, page
        assert {client.get(page).status_code for page in private} == {404}


def test_its_guest_finds_it(post):
    guest = PersonFactory()
    RoomInvitation.objects.create(room=post.topic.room, person=guest)
    found = browser(guest).get(f"{reverse('portal:search')}?q={SECRET}").content.decode()
    assert "/forums/reserve/" in found
    assert "/forums/reserve/" in browser(guest).get(reverse("forums:rooms")).content.decode()


def test_dialogues_and_counters_leave_it_out(post, dialogue):
    assert dialogues.told_of(dialogue.pk, "fr").entries == []
    assert [count for count in dialogues.told_of(dialogue.pk, "fr").counts if "message" in count.label] == []
    assert not dialogues.voices_of(dialogue.pk)
    assert queries.recent_topics() == []
    assert queries.rooms_with_activity(None) == queries.rooms_with_activity(PersonFactory()) == []


def test_nobody_is_present_there_for_others(post):
    for stream in (post.topic.room.stream, post.topic.stream):
        assert not registry.may_read(None, stream)
        assert not registry.may_read(PersonFactory(), stream)


def test_one_s_own_space_forgets_it_with_the_right_to_read(post):
    guest = PersonFactory()
    invitation = RoomInvitation.objects.create(room=post.topic.room, person=guest)
    PostFactory(topic=post.topic, author=guest)
    assert list(followed_topics(guest)) == [post.topic]
    assert f"{SECRET} ?" in browser(guest).get("/fr/my/").content.decode()
    invitation.ended_at = timezone.now()
    invitation.save()
    assert not followed_topics(guest)
    assert SECRET not in browser(guest).get("/fr/my/").content.decode()


def test_one_that_is_announced_tells_its_name_and_description_and_nothing_else(post, client):
    Room.objects.update(announced=True, description_fr="Pour préparer la suite.", state="closed")
    page = client.get(reverse("forums:rooms")).content.decode()
    assert f"{SECRET} du port" in page
    assert "Pour préparer la suite." in page
    assert "Réservé" in page
    for hidden in ("/forums/reserve/", "1 sujet", "1 message", "L’eau partagée", "Clos", f"{SECRET} ?"):
        assert hidden not in page
    assert client.get(post.topic.room.get_absolute_url()).status_code == 404
    found = client.get(f"{reverse('portal:search')}?q={SECRET}").content.decode()
    assert "/forums/reserve/" not in found


def test_the_list_of_everyone_follows_an_announcement_at_once(client):
    """It is kept by the page cache: a change that everyone may read makes it stale."""
    room = RoomFactory(visibility="invited", name_fr="Négociation")
    assert "Négociation" not in client.get(reverse("forums:rooms")).content.decode()
    room.announced = True
    actions.change_room(room=room, organisations=[], by=moderator(), at=timezone.now())
    assert "Négociation" in client.get(reverse("forums:rooms")).content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_costs_the_same_for_one_room_and_for_thirty(django_assert_num_queries, number):
    RoomFactory.create_batch(number)
    RoomFactory.create_batch(number, visibility="invited", announced=True)
    member = MembershipFactory().person
    member.has_perm("forums.moderate")
    with django_assert_num_queries(3):
        shown = [(room.name, room.is_public, room.may_enter) for room in queries.rooms_listed_for(member)]
    assert len(shown) == 2 * number
