"""Files of messages: taken whole or not at all, read by who reads the message, gone with it."""

import io
import uuid

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from actors.actions import erase_person
from actors.registry import export_all
from forums import actions, queries
from forums.actions.attachments import small_path
from forums.choices import Attaching
from forums.errors import NotAllowed, Refused
from forums.models import Attachment, Post, Room, Topic
from kernel.requests.errors import KeyReused
from pages.base.models import RivesDocument, RivesImage
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT, given, stored_names
from tests.site.kernel.uploads.corpus import GOOD, HOSTILE, PDF, located, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


@pytest.fixture
def topic():
    return TopicFactory()


@pytest.fixture
def person():
    return PersonFactory()


def address(attachment, small=False):
    post = attachment.post
    path = reverse("forums:attachment", args=[post.topic.room.slug, post.topic_id, post.number, attachment.pk])
    return f"{path}?small" if small else path


def fragment(post):
    shown = queries.shown(Post.objects.filter(pk=post.pk)).get()
    return render_to_string("forums/_post.html", {"post": shown})


# -- taking


def test_a_message_takes_its_files_in_their_order_and_shows_them_to_everyone(topic, person, say):
    post = say(topic, person, files=[given(), given("lieu.jpg", located(), "Le port de Gabès")])
    assert [(each.title, each.rank) for each in post.attachments.all()] == [("plan.pdf", 0), ("Le port de Gabès", 1)]
    html = fragment(post)
    assert 'alt="Le port de Gabès"' in html
    assert "lieu.jpg" in html
    assert "PDF" in html


def test_a_picture_is_kept_without_what_it_says_of_who_took_it(topic, person, say):
    image = say(topic, person, files=[given("lieu.jpg", located(), "Le port")]).attachments.get().image
    for path in (str(image.file), small_path(str(image.file))):
        content = storages["private"].open(path).read()
        assert b"Salma" not in content
        assert not Image.open(io.BytesIO(content)).getexif()


def test_the_same_key_with_the_same_files_is_one_message_and_with_others_is_refused(topic, person, say):
    key = str(uuid.uuid4())
    first = say(topic, person, key=key, files=[given()])
    assert say(topic, person, key=key, files=[given()]) == first
    assert Attachment.objects.count() == 1
    assert len(stored_names()) == 1
    with pytest.raises(KeyReused):
        say(topic, person, key=key, files=[given(content=PDF + b"\n")])
    assert len(stored_names()) == 1


def test_a_refused_message_leaves_no_bytes_behind(topic, person, say):
    actions.lock_topic(topic=topic, by=moderator(), locked=True, at=AT)
    with pytest.raises(NotAllowed):
        say(topic, person, files=[given()])
    with pytest.raises(Refused):
        say(TopicFactory(), person, files=[given(), given("page.pdf", HOSTILE["page.pdf"])])
    assert stored_names() == []
    assert not RivesDocument.attached.exists()


def test_five_at_most_and_a_picture_says_what_it_shows(topic, person, say):
    with pytest.raises(Refused, match="5 fichiers au plus"):
        say(topic, person, files=[given()] * 6)
    with pytest.raises(Refused, match="ce que montre"):
        say(topic, person, files=[given("plan.png", picture())])
    with pytest.raises(Refused, match="la limite est"):
        say(topic, person, files=[given(content=PDF + b" " * 8_400_000)])


@pytest.mark.parametrize(
    ("attaching", "as_member", "may"),
    [
        (Attaching.PARTICIPANTS, False, True),
        (Attaching.MEMBERS, False, False),
        (Attaching.MEMBERS, True, True),
        (Attaching.MODERATORS, True, False),
        (Attaching.NOBODY, True, False),
    ],
)
def test_the_room_says_who_attaches(person, say, attaching, as_member, may):
    topic = TopicFactory(room=RoomFactory(attaching=attaching))
    organisation = MembershipFactory(person=person).organisation_id if as_member else None
    if may:
        assert say(topic, person, organisation_id=organisation, files=[given()]).attachments.count() == 1
        return
    with pytest.raises(NotAllowed):
        say(topic, person, organisation_id=organisation, files=[given()])
    assert say(topic, person, organisation_id=organisation).attachments.count() == 0


# -- on a page


def send(client, topic, **fields):
    path = reverse("forums:reply", args=[topic.room.slug, topic.pk])
    return client.post(path, {"source": "Voici", "language": "fr", "voice": "citizen", **fields})


@pytest.mark.parametrize("name", ["plan.png", "note.odt", "releve.csv", "محضر الجلسة.txt", "lettre.docx"])
def test_a_form_sends_an_honest_file(client, topic, person, name):
    client.force_login(person)
    answer = send(client, topic, file_1=SimpleUploadedFile(name, GOOD[name]), about_1="Un plan")
    assert answer.status_code == 302
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("name", ["macros.docx", "js.pdf", "page.pdf", "dessin.svg", "immense.png", "photo.php.jpg"])
def test_a_refusal_stands_next_to_its_file_and_what_was_typed_stays(client, topic, person, name):
    client.force_login(person)
    answer = send(client, topic, source="Mon texte", file_2=SimpleUploadedFile(name, HOSTILE[name]), about_2="Un plan")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_file_2_error"' in page
    assert "Mon texte" in page
    assert "Un plan" in page
    assert not Post.objects.exists()
    assert stored_names() == []


@pytest.mark.parametrize("attaching", [Attaching.MEMBERS, Attaching.MODERATORS, Attaching.NOBODY])
def test_a_message_is_not_published_without_the_files_it_was_written_with(client, topic, person, attaching):
    client.force_login(person)
    Room.objects.update(attaching=attaching)  # since the page was read
    answer = send(client, topic, source="Mon texte", file_1=SimpleUploadedFile("avis.pdf", PDF))
    assert answer.status_code == 403
    assert "Mon texte" in answer.content.decode()
    assert answer.context["form"].non_field_errors()
    assert not Post.objects.exists()
    assert send(client, topic, source="Mon texte").status_code == 302, "without them it goes"


def test_files_may_be_taken_off_where_none_may_be_added_any_more(client, topic, person, say):
    post = say(topic, person, files=[given("a.pdf")], at=timezone.now())
    Room.objects.update(attaching=Attaching.NOBODY)
    client.force_login(person)
    path = reverse("forums:edit", args=[topic.room.slug, topic.pk, post.number])
    fields = {"source": post.source, "language": "fr"}
    refused = client.post(path, {**fields, "file_1": SimpleUploadedFile("b.pdf", PDF)})
    assert (refused.status_code, post.attachments.count()) == (403, 1)
    assert client.post(path, {**fields, "drop": post.attachments.get().pk}).status_code == 302
    assert post.attachments.count() == 0


def test_an_edit_takes_files_off_and_adds_others_and_everyone_sees_it(client, topic, person, say):
    now = timezone.now()
    post = say(topic, person, files=[given("a.pdf"), given("b.pdf")], at=now)
    first = post.attachments.first()
    edited = actions.edit_post(
        post=post,
        person=person,
        source=post.source,
        language="fr",
        files=[given("c.pdf")],
        dropped=[first.pk],
        at=now,
    )
    assert [each.title for each in edited.attachments.all()] == ["b.pdf", "c.pdf"]
    assert edited.rev == post.rev + 1
    client.force_login(person)
    assert "b.pdf" in client.get(reverse("forums:edit", args=[topic.room.slug, topic.pk, 1])).content.decode()


def test_a_stranger_edits_no_files(say, topic, person):
    post = say(topic, person, files=[given()])
    with pytest.raises(NotAllowed):
        actions.edit_post(
            post=post, person=PersonFactory(), source="x", language="fr", dropped=[post.attachments.get().pk], at=AT
        )
    assert post.attachments.count() == 1


# -- reading


def test_a_document_is_saved_and_a_picture_shown_and_neither_runs_anything(client, topic, person, say):
    post = say(topic, person, files=[given("avis.pdf"), given("plan.png", picture(), "Un plan")])
    document, image = post.attachments.all()
    saved = client.get(address(document))
    assert saved.content == PDF
    assert saved["Content-Disposition"] == 'attachment; filename="avis.pdf"'
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert saved["Content-Security-Policy"] == "sandbox; default-src 'none'"
    for small in (False, True):
        shown = client.get(address(image, small))
        assert shown["Content-Type"] == "image/png"
        assert shown["Content-Disposition"].startswith("inline")
        assert shown["Cache-Control"] == "private, no-cache"


def test_a_browser_that_has_it_asks_again_and_is_asked_who_it_is(client, person, say):
    topic = TopicFactory(room=RoomFactory(private=True))
    member = MembershipFactory(person=person)
    attachment = say(topic, person, organisation_id=member.organisation_id, files=[given()]).attachments.get()
    client.force_login(person)
    mark = client.get(address(attachment))["ETag"]
    assert client.get(address(attachment), headers={"If-None-Match": mark}).status_code == 304
    member.delete()
    assert client.get(address(attachment), headers={"If-None-Match": mark}).status_code == 404


def test_a_private_rooms_file_does_not_exist_for_others(client, person, say):
    topic = TopicFactory(room=RoomFactory(private=True))
    member = MembershipFactory(person=person)
    attachment = say(topic, person, organisation_id=member.organisation_id, files=[given()]).attachments.get()
    assert client.get(address(attachment)).status_code == 404
    client.force_login(PersonFactory())
    assert client.get(address(attachment)).status_code == 404
    client.force_login(person)
    assert client.get(address(attachment)).status_code == 200


def test_the_librarys_addresses_and_pages_know_nothing_of_it(admin_client, topic, person, say):
    post = say(topic, person, files=[given("secret.pdf"), given("plan.png", picture(), "Un plan")])
    document, image = (each.image or each.document for each in post.attachments.all())
    assert admin_client.get(reverse("wagtaildocs_serve", args=[document.pk, document.filename])).status_code == 404
    assert admin_client.get(f"/media/{image.file}").status_code == 404
    assert admin_client.get(reverse("wagtailimages:edit", args=[image.pk])).status_code in {302, 404}
    assert not RivesDocument.objects.filter(pk=document.pk).exists()
    assert not RivesImage.objects.filter(pk=image.pk).exists()
    for name in ("wagtaildocs:index", "wagtailimages:index"):
        page = admin_client.get(reverse(name)).content.decode()
        assert "secret" not in page
        assert "plan.png" not in page


def test_a_removed_messages_files_are_gone_for_readers_and_kept_for_who_examines(client, topic, person, say):
    post = say(topic, person, files=[given("avis.pdf")])
    attachment, team = post.attachments.get(), moderator()
    actions.remove_post(post=post, by=team, reason="Hors sujet.", at=AT)
    assert client.get(address(attachment)).status_code == 404
    client.force_login(person)
    assert client.get(address(attachment)).status_code == 404
    assert "avis.pdf" not in fragment(post)
    client.force_login(team)
    assert client.get(address(attachment)).status_code == 200


def test_another_messages_file_is_not_found_there(client, topic, person, say):
    attachment = say(topic, person, files=[given()]).attachments.get()
    other = PostFactory(topic=Topic.objects.get(pk=topic.pk))
    path = reverse("forums:attachment", args=[topic.room.slug, topic.pk, other.number, attachment.pk])
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_messages_with_files_cost_the_same_queries(topic, number, django_assert_num_queries, person, say):
    post = say(topic, person, files=[given("a.png", picture(), "Un plan")])
    for _number in range(number - 1):
        again = PostFactory(topic=Post.objects.get(pk=post.pk).topic, author=person)
        image = RivesImage.attached.bulk_create(
            [RivesImage(title="a.png", file=f"attached/{uuid.uuid4()}.png", width=1, height=1, file_size=1)]
        )[0]
        Attachment.objects.create(post=again, image=image, title="Un plan")
    with django_assert_num_queries(2 + citations()):
        assert all(next(iter(each.attachments.all())).image.title for each in queries.posts_of(topic))


def citations():
    """What posts bring along besides their files."""
    return len(queries.posts_of(TopicFactory.build(pk=1))._prefetch_related_lookups) - 1


# -- leaving


def test_a_persons_copy_lists_their_files_which_go_with_them(topic, person, say, django_capture_on_commit_callbacks):
    post = say(topic, person, files=[given("avis.pdf"), given("plan.png", picture(), "Un plan")])
    assert [each["name"] for each in export_all(person)["forum_files"]] == ["avis.pdf", "plan.png"]
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=person, by=person, at=AT)
    assert not Attachment.objects.exists()
    assert not RivesImage.attached.exists()
    assert not RivesDocument.attached.exists()
    assert stored_names() == []
    assert Post.objects.get(pk=post.pk).rev == post.rev + 1


def test_files_are_looked_at_six_times_a_minute(client, topic, person):
    client.force_login(person)
    for _number in range(6):
        answer = send(client, topic, source="", file_1=SimpleUploadedFile("plan.pdf", PDF))
        assert answer.status_code == 422
    answer = send(client, topic, file_1=SimpleUploadedFile("plan.pdf", PDF))
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (429, True)
    assert not Post.objects.exists()
    assert send(client, topic).status_code == 302  # words alone go on
    post = Post.objects.get()
    answer = client.post(f"{topic.get_absolute_url()}{post.number}/edit/", {"file_1": SimpleUploadedFile("a.pdf", PDF)})
    assert answer.status_code == 429
    client.force_login(PersonFactory())
    assert send(client, topic, file_1=SimpleUploadedFile("plan.pdf", PDF)).status_code == 302
