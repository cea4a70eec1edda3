"""The journal of acts: added to, never changed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from kernel.audit.actions import record
from kernel.audit.models import AppendOnly, Entry
from kernel.audit.queries import history_of
from tests.factories.actors import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def test_an_act_keeps_the_names_of_its_day_in_french():
    person, organisation = PersonFactory(display_name="Salma"), OrganisationFactory(name_fr="Commune", name_ar="بلدية")
    with translation.override("ar"):
        entry = record(actor=person, verb="actors.verify", target=organisation, at=AT, data={"at": AT})
    entry.refresh_from_db()
    assert (entry.actor_name, entry.target_label) == ("Salma", "Commune")
    assert (entry.target_type, entry.target_id) == ("actors.organisation", str(organisation.pk))


def test_history_is_the_latest_first_of_this_object_alone(django_assert_num_queries):
    person, organisation, other = PersonFactory(), OrganisationFactory(), OrganisationFactory()
    record(actor=person, verb="actors.ask", target=organisation, at=AT)
    record(actor=None, verb="actors.expire", target=organisation, at=AT + timedelta(days=1))
    record(actor=person, verb="actors.ask", target=other, at=AT)
    with django_assert_num_queries(1):
        assert [(e.verb, e.actor) for e in history_of(organisation)] == [
            ("actors.expire", None),
            ("actors.ask", person),
        ]


def test_entries_are_never_changed_nor_deleted():
    entry = record(actor=None, verb="a.b", target=OrganisationFactory(), at=AT)
    entry.verb = "c.d"
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        entry.delete()
    with pytest.raises(AppendOnly):
        Entry.objects.update(verb="c.d")
    with pytest.raises(AppendOnly):
        Entry.objects.all().delete()
    with pytest.raises(AppendOnly):
        Entry.objects.bulk_update([entry], ["verb"])
    assert Entry.objects.get().verb == "a.b"


def test_a_person_s_departure_leaves_their_acts():
    person = PersonFactory(display_name="Salma")
    record(actor=person, verb="a.b", target=OrganisationFactory(), at=AT)
    person.delete()
    entry = Entry.objects.get()
    assert (entry.actor, entry.actor_name) == (None, "Salma")
