"""What readers see of the phases: the stepper, what is open now, what comes next, and where it leads."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from consultations import queries
from consultations.choices import Act
from consultations.models import Phase
from consultations.views.course import course
from tests.factories.consultations import ConsultationFactory, StatementFactory
from tests.factories.pages import PilotPageFactory

pytestmark = pytest.mark.django_db

START = datetime(2027, 1, 4, 8, tzinfo=UTC)


def day(number):
    return START + timedelta(days=number)


@pytest.fixture
def consultation():
    return ConsultationFactory(
        zone="Africa/Tunis",
        opens_at=day(0),
        closes_at=day(30),
        phases=[
            ("questionnaire", day(0), day(10)),
            ("statements", day(5), day(30)),
            ("answer", day(40), day(100)),
            ("follow", day(100), None),
        ],
    )


def states(consultation, at):
    return [step["state"] for step in course(consultation, queries.phases_of(consultation), at)["steps"]]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (-1, ["", "", "", ""]),
        (0, ["now", "", "", ""]),
        (5, ["beside", "now", "", ""]),
        (10, ["done", "now", "", ""]),
        (30, ["done", "done", "", ""]),
        (40, ["done", "done", "now", ""]),
        (1000, ["done", "done", "done", "now"]),
    ],
)
def test_the_stepper_shows_one_current_step(consultation, at, expected):
    assert states(consultation, day(at)) == expected


@pytest.mark.parametrize(("at", "kind"), [(-1, "questionnaire"), (0, "statements"), (30, "answer"), (100, None)])
def test_what_comes_next(consultation, at, kind):
    following = queries.next_phase(queries.phases_of(consultation), day(at))
    assert (following.kind if following else None) == kind


@pytest.mark.parametrize(
    ("act", "at", "kind"),
    [
        (Act.VOTE, 0, "statements"),
        (Act.VOTE, 29, "statements"),
        (Act.VOTE, 30, None),
        (Act.SIGN, 6, "statements"),
        (Act.RESPOND, 3, "questionnaire"),
        (Act.RESPOND, 10, None),
    ],
)
def test_the_phase_in_which_an_act_can_be_done(consultation, act, at, kind):
    found = queries.phase_for(queries.phases_of(consultation), act, day(at))
    assert (found.kind if found else None) == kind


def read(client, consultation, at, language="fr"):
    cache.clear()
    with translation.override(language), time_machine.travel(at, tick=False):
        return client.get(reverse("consultations:detail", args=[consultation.slug])).content.decode()


def test_the_page_offers_what_can_be_done_now(client, consultation):
    StatementFactory(consultation=consultation)
    links = [f'"{reverse(f"consultations:{name}", args=[consultation.slug])}"' for name in ("answer", "vote")]
    before, both, after = (read(client, consultation, day(at)) for at in (-1, 6, 31))
    assert [link in both for link in links] == [True, True]
    assert [link in page for link in links for page in (before, after)] == [False] * 4
    assert "Ensuite" in after
    assert "avant le" in after


def test_hours_are_those_of_the_zone_and_who_takes_part_is_said(client, consultation):
    consultation.phases.filter(kind="statements").update(constituencies=["local", "regional"], shores=["south"])
    page = read(client, consultation, day(6))
    assert "Heures de Tunis" in page
    assert "09:00" in page  # 08:00 UTC
    assert "Collectivité locale et Autorité régionale" in page
    assert "Rive sud" in page


def test_a_phase_leads_to_its_meeting_once_everyone_may_read_it(client, consultation):
    page = PilotPageFactory()
    consultation.phases.filter(kind="statements").update(page=page)
    assert page.url in read(client, consultation, day(6))
    page.unpublish()
    assert page.url not in read(client, consultation, day(6))


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_costs_the_same_with_one_phase_and_eight(client, count, django_assert_num_queries):
    consultation = ConsultationFactory(phases=[("statements", day(n), day(n + 1)) for n in range(count)])
    Phase.objects.filter(consultation=consultation).update(page=PilotPageFactory())
    url = reverse("consultations:detail", args=[consultation.slug])
    client.get(url)
    cache.clear()
    with django_assert_num_queries(9):
        client.get(url)
