"""The pages of one's own registration: codes, consent to be listed, changing it, a colleague's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actors.choices import MembershipRole
from events.choices import AttendeeList, Listing, RegistrationState
from events.models import InvitationCode, Registration
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.events import MeetingFactory, RegistrationFactory, member

pytestmark = pytest.mark.django_db


def meeting_to_come(**fields):
    day = (timezone.now() + timedelta(days=20)).date()
    return MeetingFactory(start_date=day, end_date=day, **fields)


def url(name, meeting, *more):
    return reverse(f"events:{name}", args=[meeting.slug, *more])


def colleague_of(person):
    return MembershipFactory(organisation=organisation_of(person), person=PersonFactory()).person


def organisation_of(person):
    return person.memberships.get().organisation


def own(person, meeting, **fields):
    organisation = organisation_of(person)
    return RegistrationFactory(person=person, meeting=meeting, organisation=organisation, **fields)


@pytest.fixture
def person(client):
    signed_in = member()
    client.force_login(signed_in)
    return signed_in


def test_a_code_is_asked_only_where_there_is_one(client, person):
    meeting = meeting_to_come()
    assert b'name="code"' not in client.get(url("register", meeting)).content
    InvitationCode.objects.create(meeting=meeting, code="AZUR26")
    assert b'name="code"' in client.get(url("register", meeting)).content


def test_a_wrong_code_is_answered_beside_its_field_and_kept(client, person):
    meeting = meeting_to_come()
    InvitationCode.objects.create(meeting=meeting, code="AZUR26")
    data = {"voice": organisation_of(person).pk, "listening_language": "fr", "code": "AZUR-99"}
    answer = client.post(url("register", meeting), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]
    assert "AZUR-99" in answer.content.decode()
    assert not Registration.objects.exists()


def test_a_code_opens_what_it_keeps(client, person):
    meeting = meeting_to_come(quotas={"local": 1})
    code = InvitationCode.objects.create(meeting=meeting, code="AZUR26", blocks_seats=True)
    data = {"voice": organisation_of(person).pk, "listening_language": "fr", "code": "azur 26"}
    assert client.post(url("register", meeting), data).status_code == 302
    assert Registration.objects.get().invitation == code
    assert Registration.objects.get().is_confirmed


@pytest.mark.parametrize(
    ("setting", "choices"),
    [
        (AttendeeList.NOBODY, []),
        (AttendeeList.PARTICIPANTS, ["none", "participants"]),
        (AttendeeList.PUBLIC, ["none", "participants", "public"]),
    ],
)
def test_consent_is_asked_at_most_as_wide_as_the_meeting_s_list(client, person, setting, choices):
    form = client.get(url("register", meeting_to_come(attendee_list=setting))).context["form"]
    asked = [value for value, _label in form.fields["listed"].choices] if "listed" in form.fields else []
    assert asked == choices


def test_consent_is_changed_at_any_time_and_never_beyond(client, person):
    meeting = meeting_to_come(attendee_list=AttendeeList.PARTICIPANTS)
    registration = own(person, meeting)
    client.post(url("listing", meeting), {"listed": "participants"})
    registration.refresh_from_db()
    assert registration.listed == Listing.PARTICIPANTS
    client.post(url("listing", meeting), {"listed": "public"})
    registration.refresh_from_db()
    assert registration.listed == Listing.PARTICIPANTS


def test_changing_one_s_registration_keeps_the_seat_and_tells_it(client, person):
    meeting = meeting_to_come(hybrid=True)
    registration = own(person, meeting, mode="online")
    page = client.get(url("edit", meeting))
    assert page.context["form"]["mode"].value() == "online"
    answer = client.post(url("edit", meeting), {"mode": "in_person", "listening_language": "ar", "needs": "rampe"})
    assert answer.status_code == 302
    registration.refresh_from_db()
    assert (registration.mode, registration.listening_language, registration.needs) == ("in_person", "ar", "rampe")
    assert registration.state == RegistrationState.CONFIRMED


def test_wrong_changes_are_answered_beside_the_field_and_change_nothing(client, person):
    meeting = meeting_to_come(hybrid=True)
    registration = own(person, meeting, mode="online")
    answer = client.post(url("edit", meeting), {"mode": "by boat", "listening_language": "ar", "needs": "rampe"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["mode"]
    assert "rampe" in answer.content.decode()
    registration.refresh_from_db()
    assert registration.needs == ""


def test_after_the_date_set_one_reads_that_it_is_too_late(client, person):
    meeting = meeting_to_come(edit_until=timezone.now() - timedelta(days=1))
    own(person, meeting)
    assert client.get(url("edit", meeting)).status_code == 302
    assert b"registration/edit/" not in client.get(url("registration", meeting)).content


@pytest.mark.parametrize("name", ["registration", "edit", "withdraw"])
def test_without_a_registration_there_is_no_page(client, person, name):
    meeting = meeting_to_come()
    RegistrationFactory(meeting=meeting)
    assert client.get(url(name, meeting)).status_code == 404


def test_a_colleague_is_registered_by_address_and_hears_of_it(
    client, person, django_capture_on_commit_callbacks, mailoutbox
):
    meeting, colleague = meeting_to_come(), colleague_of(person)
    data = {"voice": organisation_of(person).pk, "email": colleague.email.upper(), "listening_language": "fr"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url("register-colleague", meeting), data).status_code == 302
    registration = Registration.objects.get()
    assert (registration.person, registration.registered_by) == (colleague, person)
    assert registration.listed == Listing.NONE
    assert [mail.to for mail in mailoutbox] == [[colleague.email]]


@pytest.mark.parametrize("who", ["stranger", "nobody", "oneself"])
def test_only_verified_colleagues_are_registered(client, person, who):
    meeting = meeting_to_come()
    address = {"stranger": member().email, "nobody": "nobody@ville.example", "oneself": person.email}[who]
    data = {"voice": organisation_of(person).pk, "email": address, "listening_language": "fr"}
    answer = client.post(url("register-colleague", meeting), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]
    assert address in answer.content.decode()
    assert not Registration.objects.exists()


def test_names_of_members_are_for_focal_points(client):
    meeting, person = meeting_to_come(), member()
    colleague = colleague_of(person)
    client.force_login(person)
    assert colleague.email not in client.get(url("register-colleague", meeting)).content.decode()
    focal = MembershipFactory(organisation=organisation_of(person), role=MembershipRole.FOCAL_POINT).person
    client.force_login(focal)
    assert colleague.email in client.get(url("register-colleague", meeting)).content.decode()


def test_a_citizen_has_no_colleagues(client):
    client.force_login(PersonFactory())
    answer = client.get(url("register-colleague", meeting_to_come(open_to=["citizens", "local"])))
    assert b'name="email"' not in answer.content


def test_a_colleague_s_place_is_given_back_by_whoever_registered_them_and_nobody_else(client, person):
    meeting, colleague = meeting_to_come(), colleague_of(person)
    registration = own(person, meeting)
    Registration.objects.filter(pk=registration.pk).update(person=colleague, registered_by=person)
    address = url("withdraw-colleague", meeting, registration.pk)
    client.force_login(colleague_of(person))
    assert client.get(address).status_code == 404
    client.force_login(person)
    assert colleague.name in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    registration.refresh_from_db()
    assert registration.state == RegistrationState.WITHDRAWN


def test_an_offer_is_answered_from_the_page_and_from_nowhere_else(client, person):
    meeting = meeting_to_come()
    registration = own(person, meeting, offered=True, offered_until=timezone.now() + timedelta(days=2))
    registration.offers.create(offered_at=timezone.now(), offered_until=registration.offered_until)
    address = client.get(url("registration", meeting)).context["offer_url"]
    assert client.get(address).status_code == 200
    registration.refresh_from_db()
    assert registration.is_offered
    client.post(address, {"answer": "accept"})
    registration.refresh_from_db()
    assert registration.is_confirmed
    assert client.get(url("registration", meeting)).context["offer_url"] == ""
