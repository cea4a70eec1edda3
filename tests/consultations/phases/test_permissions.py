"""At every instant exactly the permitted acts succeed, for every role, constituency and shore.

What is permitted is said a second time here, in sets: from the kinds of phases open at the instant and whom each
admits. Rules are compared with it on whatever phases may be; then people of every role, constituency and shore are
asked of, and act for good, around each opening and close.
"""

import random
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from actors.choices import Constituency, Shore
from actors.models import Person
from consultations import actions, rules
from consultations.choices import Act, ConsultationState, PhaseKind
from consultations.models import Consultation, Phase
from tests.factories.actors import CountryFactory, MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.consultations import ConsultationFactory, ParticipantFactory, StatementFactory
from tests.factories.positions import wording
from tests.factories.questionnaires import QuestionFactory, SectionFactory

START = datetime(2027, 1, 4, 8, tzinfo=UTC)
TICK = timedelta(microseconds=1)
SHORES = [*Shore.values, ""]
PERMITS = {
    "questionnaire": {"respond", "sign"},
    "propose": {"propose", "sign"},
    "statements": {"propose", "vote", "sign"},
    "deliberate": {"sign"},
}


def day(number):
    return START + timedelta(days=number)


def permitted(phases, voices, at):
    """The acts that one of these (constituency, shore) may do: phases are (kind, opens, closes, whose, where)."""
    found = set()
    for kind, opens_at, closes_at, constituencies, shores in phases:
        if at < opens_at or (closes_at is not None and at >= closes_at):
            continue
        for constituency, shore in voices:
            if constituency in (constituencies or Constituency.values) and shore in (shores or SHORES):
                found |= PERMITS.get(kind, set())
    return found


def instants(phases):
    """Just before, at and just after each edge."""
    edges = {edge for phase in phases for edge in phase[1:3] if edge}
    return sorted(edge + shift for edge in edges for shift in (-TICK, timedelta(), TICK))


@st.composite
def phase_rows(draw):
    opens = draw(st.integers(0, 30))
    lasts = draw(st.none() | st.integers(1, 20))
    return (
        draw(st.sampled_from(PhaseKind.values)),
        day(opens),
        None if lasts is None else day(opens + lasts),
        draw(st.lists(st.sampled_from(Constituency.values), unique=True, max_size=4)),
        draw(st.lists(st.sampled_from(Shore.values), unique=True, max_size=2)),
    )


def in_memory(phases, state=ConsultationState.PUBLISHED):
    names = ("kind", "opens_at", "closes_at", "constituencies", "shores")
    return Consultation(state=state, phases=[Phase(**dict(zip(names, row, strict=True))) for row in phases])


EVERYONE = [(constituency, shore) for constituency in Constituency.values for shore in SHORES]


@given(st.lists(phase_rows(), max_size=4), st.sampled_from(EVERYONE))
def test_each_voice_may_do_what_the_phases_that_admit_it_allow(phases, voice):
    consultation = in_memory(phases)
    speaking = SimpleNamespace(constituency=voice[0], shore=voice[1])
    for at in instants(phases):
        assert rules.acts_allowed(consultation, speaking, at) == permitted(phases, [voice], at)
        assert rules.acts_open(consultation, at) == permitted(phases, EVERYONE, at)


@pytest.mark.parametrize("state", [ConsultationState.DRAFT, ConsultationState.WITHDRAWN])
def test_nothing_is_permitted_while_a_consultation_is_not_published(state):
    consultation = in_memory([("statements", day(0), day(9), [], [])], state)
    assert rules.acts_open(consultation, day(1)) == set()
    assert rules.acts_allowed(consultation, SimpleNamespace(constituency="local", shore="north"), day(1)) == set()


# one of each kind that lets people act, with everyone, some constituencies, some shores, and both; two overlap
PHASES = [
    ("inform", day(0), day(2), [], []),
    ("questionnaire", day(2), day(6), [], []),
    ("propose", day(5), day(8), ["local", "research", "citizens"], []),
    ("statements", day(8), day(12), [], ["south", "east"]),
    ("statements", day(11), day(14), ["national", "civil_society"], ["north"]),
    ("deliberate", day(16), day(18), ["regional", "business", "citizens"], ["north", "south"]),
    ("answer", day(18), None, [], []),
]
EDGES = {edge for phase in PHASES for edge in phase[1:3] if edge}
INSTANTS = [at for at in instants(PHASES) if at - TICK not in EDGES]  # an instant after an edge is like the edge
COUNTRIES = {"north": {}, "south": {"south": True}, "east": {"east": True}}


@pytest.fixture
def consultation(db):
    consultation = ConsultationFactory(opens_at=day(2), closes_at=day(18), phases=())
    names = ("kind", "opens_at", "closes_at", "constituencies", "shores")
    for row in PHASES:
        Phase.objects.create(consultation=consultation, **dict(zip(names, row, strict=True)))
    StatementFactory(consultation=consultation)
    QuestionFactory(section=SectionFactory(consultation=consultation, position=0), code="nom")
    return consultation


def country_of(shore):
    return CountryFactory(**COUNTRIES[shore]) if shore else None


def member(constituency, shore, *, focal=False, **person):
    """A verified member of an organisation; they live where the reader cannot tell: no country of their own."""
    organisation = OrganisationFactory(constituency=constituency, country=country_of(shore))
    return MembershipFactory(organisation=organisation, person=PersonFactory(**person), focal=focal, decided_at=day(-9))


def citizen(shore, **person):
    return PersonFactory(country=country_of(shore), **person)


def organised():
    return [(one, shore) for one in Constituency.values if one != "citizens" for shore in SHORES]


def agree(consultation, person, voices, signing):
    """The rules say of this person, at every instant, what these voices permit, and these for signing."""
    for at in INSTANTS:
        expected = (permitted(PHASES, voices, at) - {"sign"}) | (permitted(PHASES, signing, at) & {"sign"})
        assert rules.acts_of(person, consultation, at) == expected, at
    assert {act for act in Act if rules.may(person, act, consultation, INSTANTS[-1])} == expected


@pytest.mark.parametrize("shore", SHORES)
def test_a_citizen_acts_as_one_and_signs_nothing(consultation, shore):
    agree(consultation, citizen(shore), [("citizens", shore)], [])


@pytest.mark.parametrize(("constituency", "shore"), organised())
def test_a_member_acts_under_either_voice_and_signs_for_the_organisation(consultation, constituency, shore):
    one = member(constituency, shore)
    agree(consultation, one.person, [(constituency, shore), ("citizens", "")], [(constituency, shore)])


@pytest.mark.parametrize(("constituency", "shore"), organised()[::3])
def test_who_joined_keeps_their_voice_and_signs_as_before(consultation, constituency, shore):
    one = member(constituency, shore)
    ParticipantFactory(consultation=consultation, person=one.person, constituency="citizens", shore="east")
    agree(consultation, one.person, [("citizens", "east")], [(constituency, shore)])


def test_the_team_acts_like_everyone(consultation):
    agree(consultation, citizen("north", is_superuser=True), [("citizens", "north")], [])


def test_nobody_else_acts(consultation):
    asked = MembershipFactory(requested=True, organisation=OrganisationFactory())
    agree(consultation, asked.person, [("citizens", "")], [])
    for nobody in (None, AnonymousUser(), citizen("south", confirmed=False), citizen("south", is_active=False)):
        agree(consultation, nobody, [], [])


# -- the acts themselves

TRIALS = 40  # of each outcome, for each act


def respond(person, consultation, organisation, at):
    section = consultation.sections.get()
    values = {section.questions.get().pk: "Oui"}
    kept = actions.save_section(
        person=person, consultation=consultation, section=section.pk, values=values, rev=0, at=at
    )
    voice = organisation.pk if organisation else None
    actions.send(person=person, consultation=consultation, rev=kept.rev, organisation_id=voice, at=at)


def propose(person, consultation, organisation, at):
    voice = organisation.pk if organisation else None
    words = {"text": "L’ombre est un droit.", "language": "fr", "key": f"{person.pk}-{at.isoformat()}"}
    actions.propose_statement(person=person, consultation=consultation, organisation_id=voice, at=at, **words)


def vote(person, consultation, organisation, at):
    voice = organisation.pk if organisation else None
    actions.vote(person=person, consultation=consultation, number=1, value=1, organisation_id=voice, at=at)


def sign(person, consultation, organisation, at):
    actions.sign_position(person=person, consultation=consultation, organisation=organisation, wording=wording(), at=at)


DEEDS = {"respond": respond, "propose": propose, "vote": vote, "sign": sign}


class Undone(Exception):
    """Ends a trial that succeeded, so that the next starts from nothing."""


def succeeds(act, person, consultation, organisation, at):
    try:
        with transaction.atomic():
            DEEDS[act](person, consultation, organisation, at)
            raise Undone
    except Undone:
        return True
    except actions.ConsultationError:
        return False


def cast(consultation):
    """(person, organisation they choose, voice, acts they might do) of every role, constituency and shore."""
    people = [(citizen(shore), None, ("citizens", shore), {"respond", "propose", "vote"}) for shore in SHORES]
    people += [(citizen(shore, confirmed=False), None, ("citizens", shore), set()) for shore in SHORES]
    for constituency, shore in organised():
        focal, plain = (member(constituency, shore, focal=focal) for focal in (True, False))
        voice = (constituency, shore)
        people.append((focal.person, focal.organisation, voice, set(DEEDS)))
        people.append((plain.person, plain.organisation, voice, set(DEEDS) - {"sign"}))
    return people


@pytest.mark.parametrize("act", list(DEEDS))
def test_exactly_the_permitted_acts_succeed(consultation, act):
    """Trials drawn with a seed, as many that should succeed as not."""
    trials = [
        (person, organisation, voice, might, at)
        for person, organisation, voice, might in cast(consultation)
        if organisation or act != "sign"
        for at in INSTANTS
    ]
    allowed, refused = [], []
    for trial in trials:
        fits = act in trial[3] and act in permitted(PHASES, [trial[2]], trial[4])
        (allowed if fits else refused).append(trial)
    draw = random.Random(act)
    for expected, some in ((True, draw.sample(allowed, TRIALS)), (False, draw.sample(refused, TRIALS))):
        for person, organisation, voice, _might, at in some:
            assert succeeds(act, person, consultation, organisation, at) == expected, (voice, at)


def test_an_account_that_is_closed_does_nothing(consultation):
    one = member("local", "north", focal=True)
    Person.objects.filter(pk=one.person.pk).update(is_active=False)
    one.person.refresh_from_db()
    assert not any(succeeds(act, one.person, consultation, one.organisation, day(5)) for act in DEEDS)
