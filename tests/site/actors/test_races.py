"""Two clicks at once, two colleagues at once: real locks, so PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from actors import actions
from actors.choices import MembershipState
from actors.models import Membership, Organisation
from kernel.mail.models import Mail
from tests.factories.actors import OrganisationFactory, PersonFactory, verifier

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set DATABASE_URL=postgres://…")


def together(*acts):
    """Run acts at the same moment, each on its own connection; what each returned or raised."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            return act()
        except actions.ActorsError as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_double_click_asks_once():
    person, organisation = PersonFactory(), OrganisationFactory()
    verifier()

    def click():
        return actions.request_membership(person=person, organisation=organisation, at=AT)

    assert len(set(together(*[click] * 6))) == 1
    assert Membership.objects.count() == 1
    assert Mail.objects.filter(letter="actors.requested").count() == 1


def test_a_double_click_proposes_once():
    person = PersonFactory()

    def click():
        return actions.propose_organisation(
            person=person,
            name="جمعية الواحة",
            language="ar",
            constituency="civil_society",
            country=None,
            place="",
            website="",
            function="x",
            message="",
            at=AT,
        )

    assert len(set(together(*[click] * 4))) == 1
    assert Organisation.objects.count() == 1


def test_two_people_proposing_one_name_both_succeed():
    people = [PersonFactory() for _number in range(4)]

    def proposing(person):
        return lambda: actions.propose_organisation(
            person=person,
            name="Oasis",
            language="fr",
            constituency="local",
            country=None,
            place="",
            website="",
            function="x",
            message="",
            at=AT,
        )

    together(*map(proposing, people))
    assert Organisation.objects.count() == Membership.objects.count() == 4


def test_of_two_opposite_decisions_one_stands():
    membership = actions.request_membership(person=PersonFactory(), organisation=OrganisationFactory(), at=AT)
    one, other = verifier(), verifier()
    answers = together(
        lambda: actions.verify(membership=membership, by=one, at=AT),
        lambda: actions.refuse(membership=membership, by=other, reason="non", at=AT),
    )
    assert answers.count(actions.AlreadyDecided) == 1
    membership.refresh_from_db()
    assert membership.state in {MembershipState.VERIFIED, MembershipState.REFUSED}
    assert Mail.objects.filter(to=membership.person.email).count() == 1


def test_the_last_two_administrators_cannot_both_leave():
    first, second = PersonFactory(is_superuser=True), PersonFactory(is_superuser=True)
    answers = together(
        lambda: actions.erase_person(person=first, by=first, at=AT),
        lambda: actions.erase_person(person=second, by=second, at=AT),
    )
    assert answers.count(actions.LastAdministrator) == 1
