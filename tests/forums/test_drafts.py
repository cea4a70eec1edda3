"""Drafts: kept on the server, never overwritten unseen, gone once published, read by nobody else."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from actors.actions import erase_person
from actors.registry import export_all
from forums import actions
from forums.choices import Posting
from forums.errors import StaleDraft
from forums.forms import MessageForm
from forums.models import Draft, Room, Topic
from forums.queries.drafts import drafts_of, language_here
from forums.queries.reading import reading_of, with_reading
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def topic():
    return TopicFactory()


def keep(person, topic, source="Ce que j’écris", seq=0, **fields):
    where = {} if {"room", "post"} & set(fields) else {"topic": topic}
    return actions.save_draft(person=person, source=source, seq=seq, at=AT, **where, **fields)


def test_a_draft_grows_by_one_version_a_save_and_the_same_words_change_nothing(person, topic):
    assert keep(person, topic).seq == 1
    assert keep(person, topic, "Ce que j’écris et plus", seq=1).seq == 2
    assert keep(person, topic, "Ce que j’écris et plus", seq=1).seq == 2


def test_a_tab_left_behind_overwrites_nothing_and_is_given_both_texts(person, topic):
    keep(person, topic)
    keep(person, topic, "Ailleurs", seq=1)
    with pytest.raises(StaleDraft) as refused:
        keep(person, topic, "Ici", seq=1)
    assert refused.value.kept.source == "Ailleurs"
    assert Draft.objects.get().source == "Ailleurs"


def test_what_no_database_holds_is_left_out(person, topic):
    room = keep(person, None, "mo\x00ts", room=topic.room, title="ti\x00tre", voice="\x00host", key="k\x00ey")
    assert (room.title, room.source, room.voice, room.key) == ("titre", "mots", "host", "key")


def test_the_device_keeps_what_is_written_under_who_wrote_it(client, person, topic):
    def writer(reader):
        client.force_login(reader)
        return re.search(r'data-writer="(\w+)"', client.get(topic.get_absolute_url()).content.decode())[1]

    assert writer(person) == writer(person)
    assert writer(person) != writer(PersonFactory())


def test_one_without_words_is_not_kept(person, topic):
    assert keep(person, topic, "  ") is None
    keep(person, topic)
    keep(person, topic, "", seq=1)
    assert not Draft.objects.exists()


def test_publishing_takes_the_draft_and_a_late_save_does_not_bring_it_back(person, topic, say):
    key = "5b1c3a3e-77a8-4b43-8a53-7a9f3d1a0001"
    keep(person, topic, "Bonjour", key=key)
    say(topic, person, "Bonjour", key=key)
    assert not Draft.objects.exists()
    for seq in (0, 1):
        with pytest.raises(StaleDraft) as refused:
            keep(person, topic, "Bonjour", seq=seq, key=key)
        assert refused.value.kept is None


def test_what_is_written_while_a_message_leaves_stays(person, topic, say):
    keep(person, topic, "La suite", key="5b1c3a3e-77a8-4b43-8a53-7a9f3d1a0002")
    say(topic, person, "Le premier", key="5b1c3a3e-77a8-4b43-8a53-7a9f3d1a0001")
    assert Draft.objects.get().source == "La suite"


def test_a_refused_message_leaves_the_draft(person, topic, say):
    keep(person, topic)
    with pytest.raises(Exception, match="Choisissez la langue"):
        say(topic, person, "Bonjour", language="xx")
    assert Draft.objects.exists()


def test_a_new_topic_and_an_edit_have_their_own(person, topic, ask, say):
    written = say(topic, person)
    keep(person, topic, room=topic.room, title="Une question")
    keep(person, topic, post=written)
    assert Draft.objects.count() == 2
    ask(topic.room, person)
    actions.edit_post(post=written, person=person, source="Autre", language="fr", at=AT)
    assert not Draft.objects.exists()


def test_only_who_reads_the_room_may_keep_one_there(person):
    with pytest.raises(Exception, match="copiez votre texte"):
        keep(person, TopicFactory(room=RoomFactory(private=True)))


def test_who_lost_a_room_still_reads_their_words_and_nothing_of_the_room(client, person, topic):
    keep(person, topic, "À copier")
    Room.objects.update(visibility="members")
    client.force_login(person)
    page = client.get(reverse("forums:drafts")).content.decode()
    assert "À copier" in page
    assert topic.title not in page
    assert topic.room.name not in page


def test_drafts_are_read_by_their_owner_only(client, person, topic):
    draft = keep(person, topic, "À moi seule")
    client.force_login(PersonFactory())
    assert "À moi seule" not in client.get(reverse("forums:drafts")).content.decode()
    assert client.post(reverse("forums:discard-draft", args=[draft.pk])).status_code == 404
    client.force_login(person)
    assert "À moi seule" in client.get(reverse("forums:drafts")).content.decode()
    client.post(reverse("forums:discard-draft", args=[draft.pk]))
    assert not Draft.objects.exists()


def test_signed_out_one_is_asked_to_sign_in(client):
    assert client.get(reverse("forums:drafts")).status_code == 302


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_thirty(person, number, django_assert_num_queries):
    for _number in range(number):
        keep(person, TopicFactory())
    with django_assert_num_queries(3):
        assert len(drafts_of(person)) == number


def test_ninety_days_later_it_is_forgotten(person, topic):
    keep(person, topic)
    assert actions.purge_drafts(at=AT + timedelta(days=90)) == 0
    assert actions.purge_drafts(at=AT + timedelta(days=91)) == 1


def test_a_persons_copy_holds_their_drafts_which_go_with_them(person, topic):
    keep(person, topic)
    assert export_all(person)["forum_drafts"][0]["text"] == "Ce que j’écris"
    erase_person(person=person, by=person, at=AT)
    assert not Draft.objects.exists()


def test_the_script_saves_is_told_the_version_and_sees_both_texts_where_they_differ(client, person, topic):
    client.force_login(person)
    path = reverse("forums:reply", args=[topic.room.slug, topic.pk])

    def save(source, seq):
        given = {"act": "draft", "source": source, "seq": seq, "language": "ar"}
        return client.post(path, given, headers={"Accept": "application/json"})

    assert save("Un", 0).json() == {"seq": 1}
    assert save("Deux", 1).json() == {"seq": 2}
    stale = save("Trois", 1)
    assert stale.status_code == 409
    assert stale.json()["kept"]["source"] == "Deux"
    assert save("Trois", 2).json() == {"seq": 3}


@pytest.mark.parametrize("speaks_elsewhere", [False, True])
def test_a_draft_under_a_voice_that_is_gone_comes_back_in_ones_own_name_and_says_so(
    client, person, topic, speaks_elsewhere
):
    gone = MembershipFactory(requested=True, person=person).organisation_id
    if speaks_elsewhere:
        MembershipFactory(person=person)  # whose voice would be proposed first
    keep(person, topic, "Au nom de la commune", voice=str(gone))
    client.force_login(person)
    page = client.get(topic.get_absolute_url())
    form = page.context["form"]
    assert form["source"].value() == "Au nom de la commune"
    assert (form["voice"].value(), form.has_voices) == ("citizen", True)
    assert "n’est plus la vôtre ici" in page.content.decode()
    keep(person, topic, "En mon nom", seq=1, voice="citizen")
    assert "n’est plus la vôtre ici" not in client.get(topic.get_absolute_url()).content.decode()


def test_what_is_sent_under_a_voice_that_is_gone_shows_those_that_stay(client, person, topic):
    client.force_login(person)
    address = reverse("forums:reply", args=[topic.room.slug, topic.pk])
    answer = client.post(address, {"source": "Mots", "language": "fr", "voice": "999", "request_key": "k1"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["voice"]
    assert '<select name="voice"' in answer.content.decode()


def test_who_may_only_speak_for_an_organisation_is_told_so(client, person):
    topic = TopicFactory(room__posting=Posting.MEMBERS)
    organisation = MembershipFactory(person=person).organisation
    client.force_login(person)
    page = client.get(topic.get_absolute_url())
    assert page.context["form"].speaks_for == str(organisation)
    assert f"<bdi>{organisation}</bdi>" in page.content.decode().split("data-composer-voice")[1].split("</form>")[0]


def test_a_composer_without_any_voice_offers_none():
    form = MessageForm(voices=[], hosts=False)
    assert (form.has_voices, form.speaks_for) == (False, "")


def test_the_topic_page_brings_the_draft_back_with_its_key(client, person, topic):
    keep(person, topic, "Reprise", key="5b1c3a3e-77a8-4b43-8a53-7a9f3d1a0001", language="ar")
    client.force_login(person)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "Reprise" in page
    assert "5b1c3a3e-77a8-4b43-8a53-7a9f3d1a0001" in page
    assert 'value="ar" selected' in page


def test_without_a_script_a_button_keeps_it_and_a_choice_settles_two_versions(client, person, topic):
    client.force_login(person)
    path = reverse("forums:reply", args=[topic.room.slug, topic.pk])
    assert client.post(path, {"act": "draft", "source": "Un", "seq": 0}).status_code == 302
    keep(person, topic, "Ailleurs", seq=1)
    both = client.post(path, {"act": "draft", "source": "Ici", "seq": 1})
    assert both.status_code == 409
    assert "Ici" in both.content.decode()
    assert "Ailleurs" in both.content.decode()
    client.post(path, {"act": "draft-mine", "source": "Ici"})
    assert Draft.objects.get().source == "Ici"


def test_the_language_proposed_is_the_last_one_here_else_that_of_the_pages(person, topic):
    assert language_here(person, topic.room, topic) == "fr"
    PostFactory(topic=TopicFactory(room=topic.room), author=person, language="en")
    assert language_here(person, topic.room, topic) == "en"
    PostFactory(topic=topic, author=person, language="ar")
    PostFactory(topic=TopicFactory(room=topic.room), author=person, language="en")
    assert language_here(person, topic.room, topic) == "ar"
    assert language_here(person, topic.room) == "en"
    assert reading_of(with_reading(Topic.objects.all(), person).get(pk=topic.pk)).language == "ar"


def test_a_preview_is_what_everyone_would_read_and_publishes_nothing(client, person, topic):
    client.force_login(person)
    path = reverse("forums:reply", args=[topic.room.slug, topic.pk])
    given = {"act": "preview", "source": "**Gras** <script>\n\nمرحبا", "language": "fr"}
    shown = json.loads(client.post(path, given, headers={"Accept": "application/json"}).content)["html"]
    assert "<strong>Gras</strong>" in shown
    assert '<p dir="rtl">' in shown
    assert "<script" not in shown
    page = client.post(path, given).content.decode()
    assert "<strong>Gras</strong>" in page
    assert "rien n’est publié" in page
    assert not topic.posts.exists()
