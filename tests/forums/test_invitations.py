"""Invitations to a room: who gives them, what they open, and how they end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actors.actions import erase_person
from actors.registry import export_all
from forums import rules
from forums.actions.invitations import end_invitation, expire_invitations, invite
from forums.errors import NotAllowed, Refused, TooFast
from forums.models import Room, RoomInvitation
from kernel.audit.models import Entry
from kernel.mail.models import Mail
from kernel.mail.registry import NotOwed, build
from kernel.notifications.models import Notification
from kernel.notifications.registry import build as worded
from tests.factories.actors import PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, moderator

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def room():
    return RoomFactory(visibility="invited", name_fr="Négociation du port")


def let_in(room, person, by=None, **terms):
    given = {"may_write": True, "expires_at": None, "at": NOW} | terms
    return invite(room=room, email=person.email, by=by or moderator(), **given)


def test_an_invitation_opens_the_room_to_its_reader_alone(room, client):
    guest, other = PersonFactory(), PersonFactory()
    let_in(room, guest)
    for person, status in ((guest, 200), (other, 404)):
        client.force_login(person)
        assert client.get(room.get_absolute_url()).status_code == status


def test_the_guest_is_told_and_the_subject_does_not_name_the_room(room):
    guest = PersonFactory(language="ar")
    invitation = let_in(room, guest, may_write=False, expires_at=NOW + timedelta(days=3))
    mail, note = Mail.objects.get(), Notification.objects.get()
    assert (mail.to, mail.language, note.person) == (guest.email, "ar", guest)
    letter = build(mail.letter, mail.context)
    assert "Négociation" not in f"{letter.subject}{letter.preheader}{letter.title}"
    assert any("Négociation du port" in value for _label, value in letter.facts)
    notice = worded(note.kind, note.data)
    assert (notice.path, "Négociation du port" in notice.text) == (f"/forums/{room.slug}/", True)
    end_invitation(invitation=invitation, by=moderator(), at=NOW)
    with pytest.raises(NotOwed):
        build(mail.letter, mail.context)


def test_inviting_again_keeps_one_invitation_with_the_new_terms(room):
    guest = PersonFactory()
    first = let_in(room, guest)
    assert let_in(room, guest) == first
    assert rules.may_open_topic(guest, room, NOW)
    changed = let_in(room, guest, may_write=False)
    assert (changed, changed.may_write) == (first, False)
    assert not rules.may_open_topic(guest, room, NOW)
    assert (Mail.objects.count(), Notification.objects.count()) == (1, 1)
    assert [entry.verb for entry in Entry.objects.all()] == ["forums.invited"] * 2


def test_one_taken_back_opens_nothing_and_another_may_be_given(room):
    guest, team = PersonFactory(), moderator()
    invitation = let_in(room, guest)
    for _twice in range(2):
        end_invitation(invitation=invitation, by=team, at=NOW)
    assert not rules.may_read(guest, room)
    assert let_in(room, guest) != invitation
    assert rules.may_read(guest, room)
    assert RoomInvitation.objects.count() == 2


def test_past_its_end_it_opens_nothing_whether_or_not_it_was_ended(room):
    guest = PersonFactory()
    invitation = let_in(room, guest, expires_at=NOW + timedelta(hours=1))
    late = NOW + timedelta(hours=1)
    assert rules.may_read(guest, room, late - timedelta(seconds=1))
    assert not rules.may_read(guest, room, late)
    assert expire_invitations(at=late - timedelta(seconds=1)) == 0
    assert [expire_invitations(at=late), expire_invitations(at=late)] == [1, 0]
    invitation.refresh_from_db()
    assert invitation.ended_at == late


def test_a_late_one_gives_way_to_a_new_one(room):
    guest = PersonFactory()
    let_in(room, guest, expires_at=NOW + timedelta(hours=1))
    let_in(room, guest, at=NOW + timedelta(hours=2))
    assert rules.may_read(guest, room, NOW + timedelta(hours=3))


@pytest.mark.parametrize("account", ["none", "unconfirmed", "inactive"])
def test_only_a_confirmed_account_is_invited(room, account):
    person = PersonFactory(confirmed=account != "unconfirmed", is_active=account != "inactive")
    email = "personne@ailleurs.org" if account == "none" else person.email
    with pytest.raises(Refused) as refusal:
        invite(room=room, email=email, may_write=True, expires_at=None, by=moderator(), at=NOW)
    assert refusal.value.field == "email"
    assert not RoomInvitation.objects.exists()


def test_an_end_that_is_past_is_refused(room):
    with pytest.raises(Refused) as refusal:
        let_in(room, PersonFactory(), expires_at=NOW)
    assert refusal.value.field == "until"


def test_tries_are_counted(room, monkeypatch):
    monkeypatch.setattr("forums.actions.invitations.RATE", "2/h")
    team = moderator()
    for _each in range(2):
        let_in(room, PersonFactory(), by=team)
    with pytest.raises(TooFast):
        let_in(room, PersonFactory(), by=team)


def test_moderators_of_the_room_invite_and_others_do_not(room):
    named, guest = PersonFactory(), PersonFactory()
    room.moderators.add(named)
    let_in(room, guest, by=named)
    for stranger in (guest, PersonFactory()):
        with pytest.raises(NotAllowed):
            let_in(room, PersonFactory(), by=stranger)
        with pytest.raises(NotAllowed):
            end_invitation(invitation=RoomInvitation.objects.get(), by=stranger, at=NOW)
    with pytest.raises(NotAllowed):
        let_in(RoomFactory(), guest, by=named)


def test_one_s_copy_tells_of_invitations_and_leaving_ends_them(room):
    guest = PersonFactory()
    let_in(room, guest)
    room.moderators.add(guest)
    told = export_all(guest)["forums_rooms"]
    assert (told["invitations"][0]["room"], told["moderates"]) == (str(room), [str(room)])
    erase_person(person=guest, by=guest, at=NOW)
    assert not RoomInvitation.objects.exists()
    assert not room.moderators.exists()


# -- at the desk


@pytest.fixture
def desk(client, room):
    from django.contrib.auth.models import Permission

    person = moderator(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(type(person).objects.get(pk=person.pk))
    return reverse("rooms_admin:invitations", args=[room.pk])


def test_the_desk_invites_lists_and_takes_back(client, desk, room):
    guest = PersonFactory(display_name="Nour")
    day = (NOW + timedelta(days=2)).date()
    response = client.post(desk, {"email": guest.email.upper(), "until": day.isoformat()})
    assert response.status_code == 302
    invitation = RoomInvitation.objects.get()
    assert (invitation.person, invitation.may_write) == (guest, False)
    assert invitation.expires_at.astimezone(guest.zone).date() == day + timedelta(days=1)
    assert "<bdi>Nour</bdi>" in client.get(desk).content.decode()
    client.post(reverse("rooms_admin:end_invitation", args=[room.pk, invitation.pk]))
    assert not rules.may_read(guest, room)
    assert "Terminée" in client.get(desk).content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": ""}, "Écrivez l’adresse"),
        ({"email": "x"}, "n’est pas complète"),
        ({"email": "personne@ailleurs.org"}, "Aucun compte confirmé"),
        ({"email": "a@b.org", "until": "jamais"}, "Choisissez un jour"),
        ({"email": "a@b.org", "until": "2020-01-01"}, "date est passée"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_with_what_was_typed(client, desk, sent, said):
    response = client.post(desk, sent)
    page = response.content.decode()
    assert (response.status_code, said in page) == (422, True)
    assert f'value="{sent["email"]}"' in page or not sent["email"]


def test_strangers_find_no_invitations_and_change_none(client, room):
    invitation = let_in(room, PersonFactory())
    client.force_login(PersonFactory(is_staff=True))
    for response in (
        client.get(reverse("rooms_admin:invitations", args=[room.pk])),
        client.post(reverse("rooms_admin:end_invitation", args=[room.pk, invitation.pk])),
    ):
        assert response.status_code in {302, 403, 404}
    invitation.refresh_from_db()
    assert invitation.ended_at is None


def test_an_invitation_of_another_room_is_not_ended_from_here(client, desk):
    elsewhere = let_in(RoomFactory(), PersonFactory())
    room = Room.objects.get(visibility="invited")
    client.post(reverse("rooms_admin:end_invitation", args=[room.pk, elsewhere.pk]))
    elsewhere.refresh_from_db()
    assert elsewhere.ended_at is None


@pytest.mark.parametrize("number", [1, 30])
def test_the_desk_s_list_costs_the_same_for_one_and_for_thirty(django_assert_num_queries, number, room):
    from forums.queries import invitations_of

    for _each in range(number):
        RoomInvitation.objects.create(room=room, person=PersonFactory(), invited_by=PersonFactory())
    with django_assert_num_queries(1):
        assert len([(each.person.name, each.invited_by.name) for each in invitations_of(room)]) == number


def test_a_guest_s_topic_stays_when_the_invitation_ends(room):
    guest = PersonFactory()
    invitation = let_in(room, guest)
    post = PostFactory(topic__room=room, author=guest)
    end_invitation(invitation=invitation, by=moderator(), at=NOW)
    assert not rules.may_post(guest, post.topic, NOW)
    assert not rules.may_edit(guest, post, NOW)
