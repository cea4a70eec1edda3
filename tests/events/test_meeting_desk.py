"""The desk of one meeting: figures, people decided on together, codes, opening, tables, copies, postponing."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from events import actions
from events.choices import MeetingState, Opening, RegistrationState
from events.errors import NotAllowed
from events.models import InvitationCode, Meeting, Registration
from tests.factories.actors import PersonFactory
from tests.factories.events import DAY, NOW, MeetingFactory, ProgrammeItemFactory, RegistrationFactory, manager

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(client):
    client.force_login(manager())
    return client


def url(name, *args):
    return reverse(f"events_meetings:{name}", args=args)


def states(*registrations):
    return list(Registration.objects.filter(pk__in=[one.pk for one in registrations]).values_list("state", flat=True))


PAGES = ["desk", "figures", "new-code", "copy", "postpone"]


@pytest.mark.parametrize("name", PAGES)
def test_nobody_but_the_team_comes_in(client, name):
    meeting = MeetingFactory()
    client.force_login(PersonFactory(is_staff=True))
    assert client.get(url(name, meeting.pk)).status_code in (302, 403)
    client.force_login(manager())
    assert client.get(url(name, meeting.pk)).status_code == 200


def test_figures_tell_who_comes_from_which_level_and_shore(desk):
    meeting = MeetingFactory(quotas={"local": 3})
    RegistrationFactory.create_batch(2, meeting=meeting)
    RegistrationFactory(meeting=meeting, waiting=True)
    RegistrationFactory(meeting=meeting, organisation__constituency="national", organisation__south=True)
    shown = desk.get(url("desk", meeting.pk)).context["figures"]
    assert [(value, number) for value, _label, number in shown.states] == [("waiting", 1), ("confirmed", 3)]
    rows = {row.value: [(cell.seated, cell.others) for cell in row.cells] for row in shown.balance.rows}
    assert rows["local"][0] == (2, 1)
    assert rows["national"][1] == (1, 0)
    assert shown.balance.totals[:2] == (2, 1)


@pytest.mark.parametrize("number", [1, 30])
def test_the_desk_asks_as_often_for_thirty_people_as_for_one(desk, django_assert_max_num_queries, number):
    meeting = MeetingFactory(quotas={"local": 40})
    RegistrationFactory.create_batch(number, meeting=meeting)
    desk.get(url("desk", meeting.pk))
    with django_assert_max_num_queries(24):
        desk.get(url("desk", meeting.pk))


def test_the_list_is_narrowed_and_the_waiting_list_keeps_its_order(desk):
    meeting = MeetingFactory()
    last = RegistrationFactory(meeting=meeting, waiting=True, waitlisted_at=NOW)
    first = RegistrationFactory(meeting=meeting, waiting=True, waitlisted_at=NOW - 2 * DAY)
    confirmed = RegistrationFactory(meeting=meeting)
    RegistrationFactory()

    def listed(**query):
        return list(desk.get(url("desk", meeting.pk), query).context["page_obj"].object_list)

    assert listed(state="waiting") == [first, last]
    assert set(listed()) == {first, last, confirmed}
    assert listed(q=confirmed.person.email) == [confirmed]
    assert set(listed(state="nonsense", shore="moon")) == {first, last, confirmed}


def decide(desk, meeting, act, *registrations, follow=False, **more):
    data = {"act": act, "r": [one.pk for one in registrations], **more}
    return desk.post(url("decide", meeting.pk), data, follow=follow)


def test_several_requests_are_accepted_after_one_question(desk):
    meeting = MeetingFactory(approval=True)
    asked = RegistrationFactory.create_batch(3, meeting=meeting, requested=True)
    question = decide(desk, meeting, "approve", *asked)
    assert states(*asked) == ["requested"] * 3
    assert all(one.person.name in question.content.decode() for one in asked)
    decide(desk, meeting, "approve", *asked, sure="1")
    assert states(*asked) == ["confirmed"] * 3


def test_a_refusal_needs_its_reason_and_keeps_who_was_ticked(desk):
    meeting = MeetingFactory(approval=True)
    asked = RegistrationFactory.create_batch(2, meeting=meeting, requested=True)
    answer = decide(desk, meeting, "refuse", *asked, sure="1", reason=" ")
    assert answer.status_code == 422
    assert [one.pk for one in answer.context["concerned"]] == [one.pk for one in asked]
    decide(desk, meeting, "refuse", *asked, sure="1", reason="Réservé aux communes.")
    assert states(*asked) == ["refused"] * 2
    assert set(Registration.objects.values_list("reason", flat=True)) == {"Réservé aux communes."}


def test_one_refused_act_stops_no_other_and_is_named(desk):
    meeting = MeetingFactory(quotas={"local": 1})
    first = RegistrationFactory(meeting=meeting, waiting=True, waitlisted_at=NOW - 2 * DAY)
    second = RegistrationFactory(meeting=meeting, waiting=True, waitlisted_at=NOW - DAY)
    decide(desk, meeting, "confirm", first, second, sure="1")
    assert dict(Registration.objects.values_list("pk", "state")) == {first.pk: "confirmed", second.pk: "waiting"}
    assert second.person.name in desk.get(url("desk", meeting.pk)).content.decode()


def test_only_people_of_this_meeting_in_a_fitting_state_are_concerned(desk):
    meeting = MeetingFactory()
    elsewhere = RegistrationFactory(requested=True)
    confirmed = RegistrationFactory(meeting=meeting)
    decide(desk, meeting, "approve", elsewhere, confirmed, sure="1")
    assert states(elsewhere) == ["requested"]
    assert states(confirmed) == ["confirmed"]


def test_writing_takes_those_ticked_along(desk):
    meeting = MeetingFactory()
    one, two = RegistrationFactory.create_batch(2, meeting=meeting)
    assert decide(desk, meeting, "write", one, two).url == f"{url('write', meeting.pk)}?r={one.pk}&r={two.pk}"


@pytest.mark.parametrize("act", ["", "nonsense", "delete"])
def test_acts_that_are_none_are_not_found(desk, act):
    meeting = MeetingFactory()
    answer = decide(desk, meeting, act, RegistrationFactory(meeting=meeting), follow=True)
    assert answer.status_code == 404


def test_registration_and_quotas_are_closed_and_reopened_by_hand(desk):
    meeting = MeetingFactory(quotas={"local": 2})
    quota = meeting.quotas.get()
    desk.post(url("opening", meeting.pk), {"act": "close"})
    meeting.refresh_from_db()
    assert meeting.opening == Opening.CLOSED
    desk.post(url("opening", meeting.pk), {"act": "reopen"})
    meeting.refresh_from_db()
    assert meeting.opening != Opening.CLOSED
    for act, closed in (("close-quota", True), ("reopen-quota", False)):
        desk.post(url("opening", meeting.pk), {"act": act, "quota": quota.pk})
        quota.refresh_from_db()
        assert quota.closed is closed
    nowhere = desk.post(url("opening", meeting.pk), {"act": "close-quota", "quota": "9" * 30}, follow=True)
    assert nowhere.status_code == 404


def test_a_code_is_made_and_taken_back(desk):
    meeting = MeetingFactory()
    answer = desk.post(url("new-code", meeting.pk), {"code": "azur-26", "label": "Ville de Tunis", "max_uses": "3"})
    assert answer.status_code == 302
    code = InvitationCode.objects.get()
    assert (code.label, code.max_uses) == ("Ville de Tunis", 3)
    desk.post(url("revoke-code", meeting.pk, code.pk))
    code.refresh_from_db()
    assert code.revoked_at == NOW
    refused = desk.post(url("new-code", meeting.pk), {"code": "beta", "max_uses": "0"})
    assert refused.status_code == 422
    assert "beta" in refused.content.decode()


def table(desk, meeting, name, form):
    answer = desk.get(url("table", meeting.pk, name, form))
    if form == "csv":
        return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    return [list(row) for row in load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_general_table_holds_no_need_and_the_other_nothing_else(desk, form):
    meeting = MeetingFactory()
    guest = RegistrationFactory(meeting=meeting, needs="boucle magnétique")
    general, needs = table(desk, meeting, "registrations", form), table(desk, meeting, "needs", form)
    assert guest.person.email in general[1]
    assert not any("boucle magnétique" in str(cell) for row in general for cell in row)
    assert "boucle magnétique" in needs[1]
    assert guest.person.email not in needs[1]


@pytest.mark.parametrize(("name", "form"), [("registrations", "pdf"), ("answers", "csv")])
def test_tables_that_are_none_are_not_found(desk, name, form):
    assert desk.get(url("table", MeetingFactory().pk, name, form)).status_code == 404


def test_a_meeting_held_again_takes_everything_but_people_along(desk):
    source = MeetingFactory(quotas={"local": 4}, registration_closes_at=NOW + 10 * DAY, approval=True)
    ProgrammeItemFactory(meeting=source, day=date(2026, 12, 9))
    RegistrationFactory(meeting=source)
    InvitationCode.objects.create(meeting=source, code="AZUR26")
    answer = desk.post(url("copy", source.pk), {"slug": "comite-de-mars", "start_date": "2027-03-10"})
    copy = Meeting.objects.get(slug="comite-de-mars")
    assert answer.url == url("edit", copy.pk)
    assert (copy.state, copy.start_date, copy.end_date) == (MeetingState.DRAFT, date(2027, 3, 10), date(2027, 3, 10))
    assert (copy.title_ar, copy.approval, copy.online_link) == (source.title_ar, True, "")
    assert copy.uid != source.uid
    assert [(quota.constituency, quota.size) for quota in copy.quotas.all()] == [("local", 4)]
    assert [point.day for point in copy.programme.all()] == [date(2027, 3, 10)]
    assert copy.registration_closes_at - source.registration_closes_at == 91 * DAY
    assert not copy.registrations.exists()
    assert not copy.codes.exists()


def test_an_address_that_is_taken_is_told_beside_its_field(desk):
    source = MeetingFactory()
    answer = desk.post(url("copy", source.pk), {"slug": source.slug, "start_date": "2027-03-10"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["slug"]
    assert Meeting.objects.count() == 1


def test_only_the_team_copies_a_meeting():
    with pytest.raises(NotAllowed):
        actions.copy_meeting(
            source=MeetingFactory(), slug="copie", start_date=date(2027, 3, 10), by=PersonFactory(), at=NOW
        )


def test_postponing_asks_why_and_tells_everyone(desk):
    meeting = MeetingFactory()
    guest = RegistrationFactory(meeting=meeting)
    assert desk.post(url("postpone", meeting.pk), {"reason": ""}).status_code == 422
    desk.post(url("postpone", meeting.pk), {"reason": "La salle n’est plus libre."})
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.POSTPONED
    assert states(guest) == [RegistrationState.CONFIRMED]
