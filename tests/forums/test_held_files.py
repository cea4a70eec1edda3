"""Files of first messages: they wait with their words, read by their author and the moderators, and follow them."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from actors.actions import erase_person
from actors.registry import export_all
from forums import actions, queries
from forums.actions.rooms import delete_room
from forums.choices import Attaching
from forums.errors import NotAllowed, Refused
from forums.models import Attachment, HeldPost, Post, Room
from kernel.audit.models import Entry
from kernel.mail.models import Mail
from kernel.mail.registry import build as build_letter
from kernel.notifications.models import Notification
from kernel.notifications.registry import build as build_notice
from kernel.requests.errors import KeyReused
from pages.base.models import RivesDocument, RivesImage
from tests.factories.actors import PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT, given, stored_names
from tests.site.kernel.uploads.corpus import HOSTILE, PDF, located, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


@pytest.fixture
def topic():
    return TopicFactory(room__approves_newcomers=True)


@pytest.fixture
def person():
    return PersonFactory(language="fr")


@pytest.fixture
def held(say, topic, person):
    """A first message that waits with a document and a picture."""
    return say(topic, person, files=[given("avis.pdf"), given("lieu.jpg", located(), "Le port de Gabès")])


def address(attachment):
    return Attachment.objects.select_related("post__topic__room").get(pk=attachment.pk).get_absolute_url()


def text_of(response):
    return response.content.decode()


# -- waiting


def test_files_wait_with_the_message_checked_and_made_anew(held, topic):
    assert isinstance(held, HeldPost)
    document, image = held.attachments.all()
    assert [(each.title, each.rank, each.post) for each in (document, image)] == [
        ("avis.pdf", 0, None), ("Le port de Gabès", 1, None),
    ]  # fmt: skip
    assert b"Salma" not in storages["private"].open(str(image.image.file)).read()
    assert not Post.objects.exists()


def test_a_file_that_hides_something_is_refused_and_nothing_waits(say, topic, person):
    with pytest.raises(Refused):
        say(topic, person, files=[given(), given("page.pdf", HOSTILE["page.pdf"])])
    assert not HeldPost.objects.exists()
    assert stored_names() == []


def test_who_may_attach_is_the_rooms_choice_for_first_messages_too(say, person):
    topic = TopicFactory(room=RoomFactory(approves_newcomers=True, attaching=Attaching.MEMBERS))
    with pytest.raises(NotAllowed):
        say(topic, person, files=[given()])
    assert isinstance(say(topic, person), HeldPost)


@pytest.mark.parametrize("what", ["answer", "topic"])
def test_a_lost_answer_sent_again_keeps_the_files_once(say, ask, topic, person, what):
    key = str(uuid.uuid4())

    def send(content=PDF):
        place = topic.room if what == "topic" else topic
        return (ask if what == "topic" else say)(place, person, key=key, files=[given(content=content)])

    first = send()
    assert send() == first
    assert (Attachment.objects.count(), len(stored_names())) == (1, 1)
    with pytest.raises(KeyReused):
        send(PDF + b"\n")
    actions.publish_held(held=first, by=moderator(), at=AT)
    assert send() == first
    assert (Attachment.objects.count(), len(stored_names())) == (1, 1)


@pytest.mark.parametrize("both", [True, False])
def test_a_file_belongs_to_one_message_and_to_no_other(held, both):
    row = RivesDocument.attached.create(title="x", file=f"attached/{uuid.uuid4()}.pdf")
    owners = {"post": PostFactory(), "held": held} if both else {}
    with pytest.raises(IntegrityError, match="attachment_of_one_message"):
        Attachment.objects.create(document=row, title="x", **owners)


# -- reading


def test_its_author_and_who_moderates_there_alone_read_a_file_that_waits(client, held, person):
    named, elsewhere = PersonFactory(), PersonFactory()
    held.room.moderators.add(named)
    RoomFactory().moderators.add(elsewhere)
    document, image = held.attachments.all()
    for reader, status in ((None, 404), (PersonFactory(), 404), (elsewhere, 404), (person, 200), (named, 200)):
        client.logout()
        if reader:
            client.force_login(reader)
        for path in (address(document), address(image), address(image) + "?small"):
            assert client.get(path).status_code == status, reader
    other = HeldPost.objects.create(
        room=held.room, author=person, title="x", source="x", language="fr", constituency="citizens", created_at=AT
    )
    assert client.get(reverse("forums:held-attachment", args=[other.pk, document.pk])).status_code == 404


def test_it_is_handed_out_like_every_file(client, held, person):
    client.force_login(person)
    saved = client.get(address(held.attachments.first()))
    assert (saved.content, saved["Content-Type"]) == (PDF, "application/pdf")
    assert saved["Content-Disposition"] == 'attachment; filename="avis.pdf"'
    assert (saved["Cache-Control"], saved["X-Content-Type-Options"]) == ("private, no-cache", "nosniff")
    mark = {"If-None-Match": saved["ETag"]}
    assert client.get(address(held.attachments.first()), headers=mark).status_code == 304
    client.force_login(PersonFactory())
    assert client.get(address(held.attachments.first()), headers=mark).status_code == 404


def test_a_refused_messages_files_stay_with_its_author_and_the_moderators(client, held, person):
    team, document = moderator(), held.attachments.first()
    actions.refuse_held(held=held, by=team, reason="Publicité.", at=AT)
    for reader, status in ((person, 200), (team, 200), (PersonFactory(), 404)):
        client.force_login(reader)
        assert client.get(address(document)).status_code == status


def test_six_months_after_the_decision_it_is_forgotten_with_its_files(
    say, held, topic, django_capture_on_commit_callbacks
):
    team, waiting = moderator(), say(topic, PersonFactory(), files=[given()])
    published = say(topic, PersonFactory(), files=[given()])
    post = actions.publish_held(held=published, by=team, at=AT)
    actions.refuse_held(held=held, by=team, reason="Publicité.", at=AT)
    assert actions.purge_held(at=AT + timedelta(days=184)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.purge_held(at=AT + timedelta(days=185)) == 2
    assert list(HeldPost.objects.all()) == [waiting]
    assert {each.post or each.held for each in Attachment.objects.all()} == {post, waiting}
    assert len(stored_names()) == 2
    assert Entry.objects.filter(verb="forums.held_refused", data__reason="Publicité.").exists()


def test_the_author_sees_the_files_where_the_message_waits_and_nobody_else_does(client, held, topic, person):
    page = reverse("forums:topic", args=[topic.room.slug, topic.pk])
    client.force_login(person)
    shown = text_of(client.get(page))
    for said in ("avis.pdf", "lieu.jpg", 'alt="Le port de Gabès"', address(held.attachments.first())):
        assert said in shown
    for other in (PersonFactory(), moderator(), None):
        client.force_login(other) if other else client.logout()
        seen = text_of(client.get(page))
        assert "avis.pdf" not in seen
        assert "Gabès" not in seen


def send(client, topic, **fields):
    path = reverse("forums:reply", args=[topic.room.slug, topic.pk])
    return client.post(path, {"source": "Voici", "language": "fr", "voice": "citizen", **fields})


def test_the_form_sends_files_with_a_first_message_with_and_without_a_script(client, topic, person):
    client.force_login(person)
    sent = {"file_1": SimpleUploadedFile("avis.pdf", PDF), "request_key": str(uuid.uuid4())}
    assert send(client, topic, **sent).headers["Location"].endswith("#waiting")
    sent = {"file_1": SimpleUploadedFile("plan.png", picture()), "about_1": "Un plan", "request_key": str(uuid.uuid4())}
    path = reverse("forums:reply", args=[topic.room.slug, topic.pk])
    fields = {"source": "Voilà", "language": "fr", "voice": "citizen", **sent}
    answer = client.post(path, fields, headers={"Accept": "application/json"})
    assert json.loads(answer.content)["held"].endswith("#waiting")
    assert list(Attachment.objects.order_by("pk").values_list("held__source", "title")) == [
        ("Voici", "avis.pdf"), ("Voilà", "Un plan"),
    ]  # fmt: skip


def test_a_new_topic_waits_with_its_files(client, topic, person):
    client.force_login(person)
    fields = {"title": "Ma question ?", "source": "Voici", "language": "fr", "voice": "citizen"}
    fields |= {"file_1": SimpleUploadedFile("avis.pdf", PDF), "request_key": str(uuid.uuid4())}
    client.post(reverse("forums:open-topic", args=[topic.room.slug]), fields)
    held = HeldPost.objects.get()
    assert held.attachments.get().title == "avis.pdf"
    assert "avis.pdf" in text_of(client.get(reverse("forums:room", args=[topic.room.slug])))
    post = actions.publish_held(held=held, by=moderator(), at=AT)
    assert (post.topic.title, post.attachments.get().title) == ("Ma question ?", "avis.pdf")


# -- deciding


def test_a_moderator_sees_the_files_before_deciding(client, held):
    client.force_login(moderator())
    page = text_of(client.get(reverse("forums:queue")))
    document, image = held.attachments.all()
    for said in ("avis.pdf", "PDF", "lieu.jpg", f'src="{address(image)}?small"', f'href="{address(document)}"'):
        assert said in page
    assert page.count("Le port de Gabès") == 2, "in the picture's place, and to be read beside it"
    assert "2 fichiers joints" in page.split("<tbody")[1]


@pytest.mark.parametrize("number", [1, 30])
def test_the_queue_with_files_costs_the_same_for_one_and_for_thirty(client, django_assert_num_queries, number):
    for _each in range(number):
        topic = TopicFactory(room__approves_newcomers=True)
        held = HeldPost.objects.create(
            room=topic.room, topic=topic, author=PersonFactory(), language="fr", source="x",
            constituency="citizens", created_at=timezone.now(),
        )  # fmt: skip
        for rank, about in enumerate(("Un plan", "Une vue")):
            image = RivesImage.attached.bulk_create(
                [RivesImage(title="a.png", file=f"attached/{uuid.uuid4()}.png", width=1, height=1, file_size=1)]
            )[0]
            Attachment.objects.create(held=held, image=image, title=about, rank=rank)
    client.force_login(moderator())
    client.get(reverse("forums:queue"))
    with django_assert_num_queries(17):
        page = text_of(client.get(reverse("forums:queue")))
    assert page.count("2 fichiers joints") == number


def test_publication_turns_the_files_over_in_their_order(
    client, held, topic, person, django_capture_on_commit_callbacks
):
    files, names, team = list(held.attachments.all()), stored_names(), moderator()
    waited = address(files[0])
    with django_capture_on_commit_callbacks(execute=True):
        post = actions.publish_held(held=held, by=team, at=AT)
        assert actions.publish_held(held=held, by=team, at=AT) == post
    assert [(each.pk, each.held) for each in post.attachments.all()] == [(each.pk, None) for each in files]
    assert stored_names() == names
    shown = queries.posts_of(topic).get()
    assert [each.title for each in shown.attachments.all()] == ["avis.pdf", "Le port de Gabès"]
    assert client.get(address(files[0])).content == PDF, "everyone reads them"
    client.force_login(person)
    assert client.get(waited).status_code == 404


def test_a_refused_publication_turns_nothing_over(held, person):
    Room.objects.update(state="closed")
    with pytest.raises(Refused, match="s’est fermé"):
        actions.publish_held(held=held, by=moderator(), at=AT)
    assert held.attachments.count() == 2


def test_files_that_may_no_longer_be_attached_are_left_only_when_the_moderator_says_so(
    client, held, person, django_capture_on_commit_callbacks
):
    Room.objects.update(attaching=Attaching.NOBODY)
    client.force_login(moderator())
    path = reverse("forums:queue-item", args=["held", held.pk])
    page = text_of(client.get(path))
    assert "ne peut plus joindre de fichiers" in page
    assert 'value="publish"' not in page
    refused = client.post(path, {"act": "publish"})
    assert refused.status_code == 422
    assert text_of(refused).count("ne peut plus joindre de fichiers") == 1
    assert held.attachments.count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(path, {"act": "publish_words"}, follow=True)
    assert "sans ses fichiers" in text_of(done)
    post = Post.objects.get()
    assert (post.source, post.attachments.count(), stored_names()) == (held.source, 0, [])
    assert not Attachment.objects.exists()
    assert not RivesImage.attached.exists()
    assert Entry.objects.get(verb="forums.held_published").data["files_left"] == 2
    note = Notification.objects.get(person=person)
    assert "sans ses fichiers" in build_notice(note.kind, note.data).text


def test_nobody_leaves_files_out_that_may_be_published(held):
    with pytest.raises(Refused, match="entier"):
        actions.publish_held(held=held, by=moderator(), at=AT, without_files=True)
    assert (held.attachments.count(), Post.objects.count()) == (2, 0)


def test_a_refusal_says_that_the_files_do_not_come_back(held, person):
    actions.refuse_held(held=held, by=moderator(), reason="Publicité.", at=AT)
    mail = Mail.objects.get()
    letter = build_letter(mail.letter, mail.context)
    assert "joignez-les de nouveau" in str(letter.paragraphs)
    assert "avis.pdf" in str(letter.facts)
    assert "lieu.jpg" in str(letter.facts)


def test_the_letter_leads_to_the_room_only_who_may_still_read_it(say, topic, person):
    held = say(topic, person)
    for private, path in ((False, reverse("forums:room", args=[topic.room.slug])), (True, reverse("forums:rooms"))):
        if private:
            actions.move_topic(topic=topic, room=RoomFactory(private=True, slug="secret"), by=moderator(), at=AT)
        Mail.objects.all().delete()
        HeldPost.objects.update(state="waiting", decided_by=None, decided_at=None, reason="", reason_language="")
        held.refresh_from_db()
        actions.refuse_held(held=held, by=moderator(), reason="Publicité.", at=AT)
        mail = Mail.objects.get()
        assert build_letter(mail.letter, mail.context).action.url == path


def test_a_refusal_without_files_speaks_of_none(say, topic, person):
    actions.refuse_held(held=say(topic, person), by=moderator(), reason="Publicité.", at=AT)
    mail = Mail.objects.get()
    letter = build_letter(mail.letter, mail.context)
    assert "joignez" not in str(letter.paragraphs)
    assert "Fichiers" not in str(letter.facts)


# -- leaving


def test_a_copy_lists_files_that_wait_and_they_go_with_their_author(
    held, topic, person, django_capture_on_commit_callbacks
):
    copy = export_all(person)["forum_files"]
    assert [(each["name"], each["topic"], each["number"]) for each in copy] == [
        ("avis.pdf", topic.title, None), ("lieu.jpg", topic.title, None),
    ]  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=person, by=person, at=AT)
    assert not HeldPost.objects.exists()
    assert not Attachment.objects.exists()
    assert not RivesImage.attached.exists()
    assert not RivesDocument.attached.exists()
    assert stored_names() == []


def test_a_room_that_is_deleted_takes_what_waited_with_its_files(ask, person, django_capture_on_commit_callbacks):
    room = RoomFactory(approves_newcomers=True)
    ask(room, person, files=[given()])
    with django_capture_on_commit_callbacks(execute=True):
        delete_room(room=room, by=PersonFactory(is_superuser=True), at=AT)
    assert not Attachment.objects.exists()
    assert stored_names() == []


def test_files_that_wait_follow_their_topic_to_the_moderators_there(client, held, topic):
    there, document = RoomFactory(approves_newcomers=True), held.attachments.first()
    here, goal = PersonFactory(), PersonFactory()
    topic.room.moderators.add(here)
    there.moderators.add(goal)
    actions.move_topic(topic=topic, room=there, by=moderator(), at=AT)
    for reader, status in ((here, 404), (goal, 200)):
        client.force_login(reader)
        assert client.get(address(document)).status_code == status
