"""Who hears of it beside the readers: people who took part, the search, the dialogue, the page cache."""

import pytest
from django.utils import translation

from actors.actions import save_profile
from forums import actions
from kernel.audit.queries import history_of
from kernel.notifications.models import Notification
from kernel.notifications.registry import build
from kernel.search.models import Entry
from pages.dialogues import registry
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db


def test_who_took_part_is_told_once_of_an_answer(say, django_capture_on_commit_callbacks):
    topic, author, other = TopicFactory(title="Où ?", language="ar"), PersonFactory(), PersonFactory()
    with django_capture_on_commit_callbacks(execute=True):
        say(topic, author, "un")
        say(topic, author, "deux")
    assert Notification.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        answer = say(topic, other, "une réponse")
    note = Notification.objects.get()
    assert (note.person, note.kind) == (author, "forums.posts")
    with translation.override("fr"):
        notice = build(note.kind, note.data)
    assert notice.path == f"/forums/{topic.room.slug}/{topic.pk}/{answer.number}/"
    assert f"<bdi>{other.name}</bdi>" in notice.text
    assert '<bdi lang="ar" dir="rtl">Où ?</bdi>' in notice.text


def test_who_may_no_longer_read_the_room_is_not_told(say, django_capture_on_commit_callbacks):
    gone, stays = MembershipFactory(), MembershipFactory()
    topic = TopicFactory(room__private=True)
    with django_capture_on_commit_callbacks(execute=True):
        say(topic, gone.person, organisation_id=gone.organisation_id)
        gone.state = "withdrawn"
        gone.save()
        say(topic, stays.person, organisation_id=stays.organisation_id)
    assert Notification.objects.count() == 0


def test_topics_are_found_in_their_language_and_removed_words_are_not(say, django_capture_on_commit_callbacks):
    topic = TopicFactory(title="Registre de l’eau", language="fr")
    with django_capture_on_commit_callbacks(execute=True):
        post = say(topic, PersonFactory(), "un compteur partagé")
    entry = Entry.objects.get(kind="topic")
    assert (entry.language, entry.path) == ("fr", f"/forums/{topic.room.slug}/{topic.pk}/")
    assert "compteur" in entry.body
    actions.remove_post(post=post, by=moderator(), reason="Hors sujet.", at=AT)
    assert "compteur" not in Entry.objects.get(kind="topic").body


def test_search_follows_whoever_changes_their_name(ask, django_capture_on_commit_callbacks):
    """The search names who opened a topic; the renaming knows of no topics."""
    author, other = PersonFactory(display_name="Salma T."), PersonFactory(display_name="Nour")
    with django_capture_on_commit_callbacks(execute=True):
        topic, kept = ask(RoomFactory(), author), ask(RoomFactory(), other)
    with django_capture_on_commit_callbacks(execute=True):
        save_profile(
            person=author, display_name="سلمى ت.", language="ar", time_zone=author.time_zone, country=None, at=AT
        )
    assert Entry.objects.get(kind="topic", object_id=topic.pk).facts["author"] == "سلمى ت."
    assert Entry.objects.get(kind="topic", object_id=kept.pk).facts["author"] == "Nour"


def test_a_name_changed_by_the_team_is_followed_too(client, ask, django_capture_on_commit_callbacks):
    author = PersonFactory(display_name="Salma T.")
    with django_capture_on_commit_callbacks(execute=True):
        topic = ask(RoomFactory(), author)
    client.force_login(PersonFactory(is_staff=True, is_superuser=True))
    form = {"email": author.email, "display_name": "Salma Trabelsi", "language": "fr", "is_active": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/cms/users/edit/{author.pk}/", form).status_code == 302
    assert Entry.objects.get(kind="topic", object_id=topic.pk).facts["author"] == "Salma Trabelsi"
    assert history_of(author)[0].verb == "person.renamed"


def test_nothing_is_written_when_the_name_stays(ask, django_capture_on_commit_callbacks):
    author = PersonFactory(display_name="Salma T.")
    with django_capture_on_commit_callbacks() as later:
        save_profile(
            person=author, display_name="Salma T.", language="ar", time_zone="Africa/Tunis", country=None, at=AT
        )
    assert later == []


def test_private_rooms_and_topics_are_found_by_their_readers_only():
    from forums.search import visible_rooms, visible_topics

    topic, member = TopicFactory(room__private=True), MembershipFactory().person
    assert visible_topics(None, {topic.pk}) == visible_topics(PersonFactory(), {topic.pk}) == set()
    assert visible_topics(member, {topic.pk}) == {topic.pk}
    assert [visible_rooms(person, {topic.room_id}) for person in (None, member)] == [set(), {topic.room_id}]


def test_a_dialogue_hears_of_public_rooms_only(dialogue, django_assert_num_queries):
    public = TopicFactory(room__dialogue=dialogue)
    secret = TopicFactory(room__dialogue=dialogue, room__private=True, title="Entre nous")
    for topic in (public, secret):
        PostFactory(topic=topic, constituency="local", shore="south")
        PostFactory(topic=topic, constituency="citizens", is_host=True)
    entries = [entry for entry in registry.told_of(dialogue.pk, "fr").entries if entry.icon == "message-square"]
    assert [(entry.title, entry.path) for entry in entries] == [(public.title, public.get_absolute_url())]
    assert registry.voices_of(dialogue.pk)["local", "south"] == 1
    assert ("citizens", "") not in registry.voices_of(dialogue.pk)
    assert [count.number for count in registry.told_of(dialogue.pk, "fr").counts if "message" in count.label] == [2]


@pytest.fixture
def dialogue(db):
    from wagtail.models import Site

    from pages.dialogues.models import DialogueIndexPage, DialoguePage

    home = Site.objects.get(is_default_site=True).root_page
    index = home.add_child(instance=DialogueIndexPage(title_fr="Dialogues", slug="dialogues"))
    return index.add_child(instance=DialoguePage(title_fr="L’eau partagée", slug="eau"))


def test_public_changes_make_cached_pages_stale_and_private_ones_do_not(say, monkeypatch):
    bumped = []
    monkeypatch.setattr("forums.actions.telling.bump", lambda: bumped.append(True))
    say(TopicFactory(), PersonFactory())
    assert bumped == [True]
    member = MembershipFactory()
    say(TopicFactory(room__private=True), member.person, organisation_id=member.organisation_id)
    assert bumped == [True]


def test_rooms_of_one_list_do_not_count_private_messages_for_others(client):
    from forums.queries import rooms_with_activity

    PostFactory(topic__room=RoomFactory(private=True))
    assert rooms_with_activity(None) == []
