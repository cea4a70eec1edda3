"""A dialogue's page: journal, who was heard, figures, next step."""

import datetime

import pytest
from django.db.models import Count, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import PageViewRestriction

from actors.models import Organisation
from pages.dialogues import registry
from pages.dialogues.models import DialogueMilestone
from pages.dialogues.queries import journal, who_was_heard
from pages.dialogues.registry import Count as Figure
from pages.dialogues.registry import JournalEntry, Told
from tests.factories import pages as make
from tests.factories.actors import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """Empty registries, filled by the test."""
    for name in ("_journals", "_voices"):
        monkeypatch.setattr(registry, name, [])
    return registry


def entry(days, title, **more):
    return JournalEntry(
        at=timezone.now() + datetime.timedelta(days=days), kind="Rencontre", icon="users", title=title, **more
    )


def test_the_journal_is_newest_first_and_marks_the_next_step_and_what_follows(told):
    page = make.DialoguePageFactory()
    lines = journal(page, [entry(-3, "passée"), entry(40, "plus tard"), entry(5, "prochaine")], timezone.now())
    assert [(line.entry.title, line.state) for line in lines] == [
        ("plus tard", "todo"),
        ("prochaine", "now"),
        ("passée", ""),
    ]


def test_milestones_of_the_team_stand_among_the_entries_of_the_apps(told, client):
    page = make.DialoguePageFactory()
    told.register_journal(lambda pk, language: Told([entry(-1, "Atelier"), entry(-400, "Réunion ancienne")]))
    DialogueMilestone.objects.create(
        dialogue=page,
        on=timezone.localdate() - datetime.timedelta(days=90),
        kind="opening",
        title_fr="Ouverture du dialogue",
    )
    text = client.get(page.get_url_in("fr")).content.decode()
    assert text.index("Atelier") < text.index("Ouverture du dialogue") < text.index("Réunion ancienne")


def test_a_source_is_asked_for_this_dialogue_in_the_reader_s_language(told, client):
    page, asked = make.DialoguePageFactory(), []
    told.register_journal(lambda pk, language: asked.append((pk, language)) or Told())
    client.get(page.get_url_in("ar"))
    assert asked == [(page.pk, "ar")]


def test_a_title_in_another_language_says_so(told, client):
    page = make.DialoguePageFactory()
    told.register_journal(lambda pk, language: Told([entry(-1, "لقاء", title_language="ar")]))
    assert '<h3 lang="ar" dir="rtl">لقاء</h3>' in client.get(page.get_url_in("fr")).content.decode()


def heard_at(**organisations):
    """A source of voices: organisations stand in for acts, told apart by their names."""

    def source(pk):
        found = Organisation.objects.filter(**organisations)
        shore = Coalesce("country__shore", Value(""))
        return found.order_by().values_list("constituency", shore).annotate(number=Count("pk"))

    return source


def test_voices_add_up_over_the_apps_and_both_southern_shores_count_together(told, django_assert_num_queries):
    page = make.DialoguePageFactory()
    OrganisationFactory.create_batch(3)
    OrganisationFactory.create_batch(2, south=True)
    OrganisationFactory.create_batch(5, east=True)
    OrganisationFactory.create_batch(2, constituency="national", country=None)
    told.register_voices(heard_at(country__shore__in=["north", "south"]))
    told.register_voices(heard_at(country__shore="east"))
    told.register_voices(heard_at(constituency="national"))
    with django_assert_num_queries(1):
        heard = {row.code: (row.north, row.south) for row in who_was_heard(page)}
    assert heard["local"] == (3, 7)
    assert heard["national"] == (0, 0)  # basin-wide bodies have no shore and stay out
    assert len(heard) == 8


def test_the_next_step_is_a_button_and_figures_open_their_list(told, client):
    page = make.DialoguePageFactory()
    told.register_journal(
        lambda pk, language: Told(
            [entry(5, "Comité", path="/fr/meetings/comite/", action_label="S’inscrire au comité")],
            [Figure(1284, "avis", "/fr/consultations/")],
        )
    )
    text = client.get(page.get_url_in("fr")).content.decode()
    assert '<a class="btn" href="/fr/meetings/comite/">S’inscrire au comité</a>' in text
    assert "1\u202f284" in text
    assert '<a href="/fr/consultations/">avis</a>' in text


def test_the_subject_is_named_only_where_everyone_may_read_it(told, client):
    pilot = make.PilotPageFactory(title_fr="Eau commune")
    page = make.DialoguePageFactory(subject=pilot)
    assert "Eau commune" in client.get(page.get_url_in("fr")).content.decode()
    PageViewRestriction.objects.create(page=pilot, restriction_type=PageViewRestriction.LOGIN)
    assert "Eau commune" not in client.get(page.get_url_in("fr")).content.decode()


def test_a_dialogue_without_anything_yet_says_so(told, client):
    assert "Le journal commence" in client.get(make.DialoguePageFactory().get_url_in("fr")).content.decode()


def test_registering_twice_counts_once(told):
    OrganisationFactory()
    source = heard_at()
    told.register_voices(source)
    told.register_voices(source)
    assert registry.voices_of(1) == {("local", "north"): 1}


def test_where_no_app_tells_of_voices_nobody_was_heard(told):
    assert registry.voices_of(1) == {}
