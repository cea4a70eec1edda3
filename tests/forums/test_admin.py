"""The team's desk: rooms and their texts."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from actors.models import Person
from forums.models import ForumsPage, Room, RoomPage
from tests.factories.actors import OrganisationFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client):
    """Someone of the team: the admin, rooms, moderation; nothing else."""
    person = PersonFactory(is_staff=True)
    person.user_permissions.add(
        *Permission.objects.filter(codename__in=["access_admin", "add_room", "change_room", "delete_room"]),
        Permission.objects.get(codename="moderate", content_type__app_label="forums"),
    )
    client.force_login(Person.objects.get(pk=person.pk))
    return person


def filled(**fields):
    given = {"slug": "eau", "name_fr": "Eau", "name_en": "", "name_ar": "", "rank": "0", "state": "open"}
    choices = {"visibility": "public", "posting": "everyone", "opening": "participants", "attaching": "participants"}
    return given | choices | {"slow_seconds": "0", "moderators": ""} | fields


def test_a_room_is_made_changed_and_told_to_the_journal(client, team):
    from kernel.audit.models import Entry

    organisation = OrganisationFactory()
    response = client.post(
        reverse("rooms_admin:add"),
        filled(
            visibility="organisations",
            organisations=[organisation.pk],
            posting="constituencies",
            constituencies=["local"],
        ),
    )
    assert response.status_code == 302
    room = Room.objects.get()
    assert (list(room.organisations.all()), room.constituencies) == ([organisation], ["local"])
    client.post(reverse("rooms_admin:edit", args=[room.pk]), filled(name_ar="الماء"))
    room.refresh_from_db()
    assert (room.name_ar, room.visibility, list(room.organisations.all())) == ("الماء", "public", [])
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "forums.room_created",
        "forums.room_changed",
    ]


def test_every_choice_of_a_room_is_kept_and_shown_again(client, team):
    named = PersonFactory(email="nour@exemple.org")
    response = client.post(
        reverse("rooms_admin:add"),
        filled(
            visibility="constituencies",
            reading_constituencies=["local", "research"],
            reading_shores=["south"],
            announced="on",
            posting="constituencies",
            shores=["south", "east"],
            opening="members",
            attaching="nobody",
            moderators="Nour@exemple.org\n\nnour@exemple.org",
            approves_newcomers="on",
            slow_seconds="60",
        ),
    )
    assert response.status_code == 302
    room = Room.objects.get()
    assert (room.reading_constituencies, room.reading_shores) == (["local", "research"], ["south"])
    assert (room.announced, room.shores, room.constituencies) == (True, ["south", "east"], [])
    assert (room.opening, room.attaching, room.slow_seconds) == ("members", "nobody", 60)
    assert (room.approves_newcomers, list(room.moderators.all())) == (True, [named])
    form = client.get(reverse("rooms_admin:edit", args=[room.pk])).context["form"]
    assert form["moderators"].value() == "nour@exemple.org"
    assert form["reading_constituencies"].value() == ["local", "research"]
    client.post(reverse("rooms_admin:edit", args=[room.pk]), filled())
    room.refresh_from_db()
    assert (room.reading_constituencies, list(room.moderators.all())) == ([], [])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"visibility": "constituencies"}, "reading_constituencies"),
        ({"posting": "constituencies"}, "constituencies"),
        ({"reading_shores": ["west"]}, "reading_shores"),
        ({"moderators": "personne@ailleurs.org"}, "moderators"),
        ({"attaching": "everyone"}, "attaching"),
    ],
)
def test_what_is_not_right_is_said_beside_its_field_with_what_was_typed(client, team, fields, field):
    response = client.post(reverse("rooms_admin:add"), filled(**fields))
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert form["name_fr"].value() == "Eau"
    assert not Room.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"name_fr": ""}, {"slug": ""}, {"posting": "constituencies"}, {"posting": "nobody"}, {"rank": "x"}]
)
def test_a_room_that_is_not_right_is_shown_again(client, team, fields):
    response = client.post(reverse("rooms_admin:add"), filled(**fields))
    assert (response.status_code, Room.objects.count()) == (200, 0)


def test_texts_are_written_on_a_page_made_once_below_the_section(client, team):
    room = RoomFactory(slug="eau", name_fr="Eau")
    for _twice in range(2):
        client.get(reverse("rooms_admin:texts", args=[room.pk]))
    page = RoomPage.objects.get()
    assert (page.live, page.title_fr, page.get_parent().specific) == (False, "Eau", ForumsPage.objects.get())


def test_a_published_text_stands_in_its_room_and_goes_with_its_being_public(client, team):
    from django.utils import timezone

    from forums import actions

    room = RoomFactory(slug="eau", name_fr="Eau")
    page = actions.write_texts(room=room, by=Person.objects.get(pk=team.pk), at=timezone.now())
    page.lede_fr = "On y parle sans détour."
    page.save_revision().publish()
    assert page.get_url() == room.get_absolute_url()
    client.logout()
    assert "On y parle sans détour." in client.get(room.get_absolute_url()).content.decode()
    room.visibility = "members"
    actions.change_room(room=room, organisations=[], by=Person.objects.get(pk=team.pk), at=timezone.now())
    assert not RoomPage.objects.get().live
    assert client.get(room.get_absolute_url()).status_code == 404


def test_a_text_published_again_opens_no_room_that_is_private(client, team):
    from django.utils import timezone

    from forums import actions

    post = PostFactory(topic__room__slug="eau", topic__title="Entre nous")
    page = actions.write_texts(room=post.topic.room, by=Person.objects.get(pk=team.pk), at=timezone.now())
    Room.objects.filter(slug="eau").update(visibility="members")
    page.save_revision().publish()
    in_the_tree = f"{page.get_parent().get_url().replace('/forums/', '/salons/')}{page.slug}/"
    assert "Entre nous" in client.get(in_the_tree).content.decode()
    client.logout()
    assert client.get(in_the_tree).status_code == 404


def test_a_private_room_has_no_texts(client, team):
    room = RoomFactory(private=True)
    client.get(reverse("rooms_admin:texts", args=[room.pk]))
    assert not RoomPage.objects.exists()


def test_a_room_with_topics_is_not_deleted(client, team):
    post = PostFactory()
    response = client.post(reverse("rooms_admin:delete", args=[post.topic.room_id]))
    assert (response.status_code, Room.objects.count()) == (302, 1)


def test_an_empty_room_is_deleted_and_that_is_noted(client, team):
    from kernel.audit.models import Entry

    room = RoomFactory()
    assert client.post(reverse("rooms_admin:delete", args=[room.pk])).status_code == 302
    assert not Room.objects.exists()
    assert [entry.verb for entry in Entry.objects.all()] == ["forums.room_deleted"]


def test_others_find_no_desk(client):
    client.force_login(PersonFactory())
    room = RoomFactory()
    for address in (reverse("rooms_admin:index"), reverse("rooms_admin:texts", args=[room.pk])):
        assert client.get(address).status_code in {302, 403, 404}
    assert not RoomPage.objects.exists()
