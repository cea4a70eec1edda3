"""The demonstration's register: every kind of answer, in three languages, loaded once."""

from datetime import UTC, datetime

import pytest

from actors.models import Organisation
from consultations.choices import RecommendationState as State
from consultations.models import Recommendation, RecommendationEntry
from consultations.queries.log import verify
from consultations.queries.register import rows_of
from consultations.recommendations import Standing
from kernel.mail.models import Mail
from portal.demo.actors import load_people
from portal.demo.content import read
from portal.demo.recommendations import load_register
from tests.factories.actors import OrganisationFactory
from tests.factories.consultations import ConsultationFactory, StatementFactory
from tests.factories.recommendations import facilitator

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
LEVELS = {"commune": "local", "region": "regional", "agence": "national"}


@pytest.fixture
def consultation():
    """What the register needs of the demonstration, loaded twice over."""
    (facts,) = read("register")["register"]
    consultation = ConsultationFactory(slug=facts["consultation"], zone="Asia/Beirut", closed=True)
    StatementFactory.create_batch(6, consultation=consultation)
    named = {one["addressee"] for one in facts["recommendation"]}
    named |= {step["to"] for one in facts["recommendation"] for step in one["step"] if "to" in step}
    for slug in sorted(named | {"association-beyrouth"}):
        level = LEVELS.get(slug.partition("-")[0], "civil_society")
        OrganisationFactory(slug=slug, constituency=level, is_fictitious=True)
    organisations = {one.slug: one for one in Organisation.objects.all()}
    people, team = load_people(organisations, AT), facilitator()
    for _time in range(2):
        load_register(organisations=organisations, people=people, by=team, at=AT)
    return consultation


def test_it_shows_every_kind_of_answer_once_however_often_it_is_loaded(consultation):
    rows = rows_of(consultation, AT)
    assert [row.recommendation.state for row in rows] == [
        State.IN_DELIVERY,
        State.ACCEPTED_IN_PART,
        State.DECLINED,
        State.REFERRED,
        State.EXAMINED,
    ]
    assert [row.standing for row in rows[3:]] == [Standing.ON_TIME, Standing.OVERDUE]
    assert {row.recommendation.addressee.constituency for row in rows} == {"local", "regional", "national"}
    assert all(row.recommendation.addressee.is_fictitious for row in rows)
    assert not Recommendation.objects.filter(heard_ar="").exists()
    assert RecommendationEntry.objects.count() == 5 + 9
    assert verify(consultation).faults == []


def test_whoever_proposed_a_statement_of_it_was_mailed_its_fate(consultation):
    fates = Mail.objects.filter(letter="consultations.fate", to="association@demo.rives.example").order_by("pk")
    assert [mail.context["state"] for mail in fates] == [State.RECEIVED, State.DECLINED]
