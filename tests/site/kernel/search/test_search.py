"""What is found, by whom, in which order; the same on SQLite and PostgreSQL."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actors.models import Country, Organisation, Territory
from kernel.search import registry
from kernel.search.actions import index, reindex, remove
from kernel.search.models import Entry
from kernel.search.queries import Wanted, search, suggestions
from kernel.search.registry import Document, searchable
from kernel.search.renaming import index_carriers, renamed
from kernel.search.words import WORD, forms
from tests.factories.actors import CountryFactory, OrganisationFactory, PersonFactory, TerritoryFactory

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
TEXTS = {}
HIDDEN = set()


def documents(obj):
    return TEXTS.get(obj.pk, [])


def visible(person, ids):
    return set(ids) if person else set(ids) - HIDDEN


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """Territories and organisations stand for what apps register."""
    monkeypatch.setattr(registry, "_kinds", {})
    TEXTS.clear()
    HIDDEN.clear()
    searchable("place", model=Territory, documents=documents, visible=visible, label="Lieux")


def placed(*texts, **fields):
    """An object found under these documents."""
    place = TerritoryFactory(country=None, **fields)
    TEXTS[place.pk] = [document if isinstance(document, Document) else Document(*document) for document in texts]
    index(place)
    return place


def found(text, *, person=None, language="fr", **filters):
    return search(Wanted(text, **filters), person=person, language=language)


def ids(results):
    return [hit.object_id for hit in results.hits]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("fr", "cheval", "chevaux"),
        ("fr", "participer", "participaient"),
        ("fr", "élaborer", "élaborées"),
        ("fr", "elaborees", "élaborées"),
        ("en", "meeting", "meetings"),
        ("en", "run", "running"),
        ("en", "citizen", "citizens"),
        ("ar", "اجتماع", "الاجتماعات"),
        ("ar", "مشاركة", "للمشاركة"),
        ("ar", "مقترح", "مقترحات"),
        ("ar", "المواطن", "المواطنين"),
    ],
)
def test_the_forms_of_a_word_are_found_by_the_database(language, question, text):
    place = placed((language, "Titre", f"avant {text} après"))
    assert ids(found(question, language=language)) == [place.pk]


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=2, max_size=30))
def test_every_word_that_is_indexed_is_found(text):
    if not (words := [match.group() for match in WORD.finditer(text) if forms(match.group())]):
        return
    place = placed(("fr", text, ""))
    assert place.pk in ids(found(words[0], language="fr"))
    remove(place)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "question", ["", "   ", "'", '"', "a' OR 1=1 --", "*", "(", "NEAR(a b)", "title:eau", "a:*b", "\x00", "é" * 5000]
)
def test_no_question_breaks_the_search(question):
    placed(("fr", "Eau", ""))
    assert found(question).total in {0, 1}


@pytest.mark.django_db
def test_all_words_are_needed():
    both = placed(("fr", "Gestion de l’eau", ""))
    placed(("fr", "Gestion des forêts", ""))
    assert ids(found("gestion eau")) == [both.pk]


@pytest.mark.django_db
def test_a_title_weighs_more_than_a_body_and_newer_comes_first():
    in_body = placed(Document("fr", "Autre", "un mot sur le delta et bien d’autres choses"))
    older = placed(Document("fr", "Le delta", updated_at=NOON - dt.timedelta(days=9)))
    newer = placed(Document("fr", "Le delta", updated_at=NOON))
    assert ids(found("delta")) == [newer.pk, older.pk, in_body.pk]


@pytest.mark.django_db
def test_results_may_be_ordered_by_date():
    old = placed(Document("fr", "Le delta", updated_at=NOON - dt.timedelta(days=9)))
    new = placed(Document("fr", "Autre", "le delta", updated_at=NOON))
    undated = placed(Document("fr", "delta"))
    assert ids(found("delta", sort="date")) == [new.pk, old.pk, undated.pk]


@pytest.mark.django_db
def test_a_text_that_is_not_translated_is_found_in_its_own_language():
    place = placed(("fr", "Les chevaux", ""))
    results = found("cheval", language="ar")
    assert ids(results) == [place.pk]
    assert (results.hits[0].language, results.hits[0].direction) == ("fr", "ltr")


@pytest.mark.django_db
def test_an_object_is_shown_once_in_the_readers_language():
    place = placed(("fr", "Rabat", ""), ("en", "Rabat", ""), ("ar", "Rabat الرباط", ""))
    results = found("rabat", language="ar")
    assert ids(results) == [place.pk]
    assert results.hits[0].language == "ar"
    assert results.hits[0].title == "<mark>Rabat</mark> الرباط"


@pytest.mark.django_db
def test_what_a_reader_may_not_see_is_neither_found_nor_counted_nor_suggested():
    secret = placed(("fr", "Dessalement secret", ""))
    HIDDEN.add(secret.pk)
    assert found("dessalement").total == 0
    assert found("dessalement").kinds == []
    assert suggestions(Wanted("desalement"), person=None) == []
    someone = PersonFactory.build()
    assert ids(found("dessalement", person=someone)) == [secret.pk]
    assert suggestions(Wanted("desalement"), person=someone) == ["dessalement"]


@pytest.mark.django_db
def test_a_correction_is_proposed():
    placed(("fr", "Le dessalement de l’eau", ""), ("ar", "تحلية المياه", ""))
    assert suggestions(Wanted("desallement"), person=None) == ["dessalement"]
    assert suggestions(Wanted("zzzzzz"), person=None) == []


@pytest.mark.django_db
def test_filters_narrow_and_each_counts_what_the_others_leave():
    searchable("body", model=Organisation, documents=documents, visible=visible, label="Organisations")
    placed(Document("fr", "Eau", shore="north", updated_at=NOON))
    placed(Document("ar", "eau ماء", shore="south", updated_at=NOON - dt.timedelta(days=900)))
    organisation = OrganisationFactory(country=CountryFactory())
    TEXTS[organisation.pk + 10_000] = []
    results = found("eau", shores=frozenset({"south"}))
    assert results.total == 1
    assert {(f.value, f.count) for f in results.shores} == {("north", 1), ("south", 1)}
    assert {(f.value, f.count) for f in results.languages} == {("ar", 1)}
    assert [(f.value, str(f.label), f.count) for f in results.kinds] == [("place", "Lieux", 1)]
    assert found("eau", since=NOON - dt.timedelta(days=365)).total == 1
    assert found("eau", kinds=frozenset({"body"})).total == 0
    assert found("eau", languages=frozenset({"fr"})).total == 1


@pytest.mark.django_db
def test_pages_of_results_hold_everything_once():
    everything = {placed(("fr", f"delta {n}", "")).pk for n in range(7)}
    pages = [search(Wanted("delta"), person=None, language="fr", page=n, page_size=3) for n in (1, 2, 3)]
    assert [len(page.hits) for page in pages] == [3, 3, 1]
    assert {hit.object_id for page in pages for hit in page.hits} == everything
    assert pages[0].pages == 3
    beyond = search(Wanted("delta"), person=None, language="fr", page=99, page_size=3)
    assert beyond.page == 3


@pytest.mark.django_db
def test_indexing_again_replaces_and_drops_what_is_gone():
    place = placed(("fr", "Ancien", ""), ("en", "Former", ""))
    TEXTS[place.pk] = [Document("fr", "Nouveau")]
    index(place)
    assert Entry.objects.count() == 1
    assert found("ancien").total == found("former").total == 0
    assert found("nouveau").total == 1


@pytest.mark.django_db
def test_what_is_deleted_is_forgotten():
    place = placed(("fr", "Éphémère", ""))
    place.delete()
    assert not Entry.objects.exists()
    assert found("éphémère").total == 0


@pytest.mark.django_db
def test_reindexing_rebuilds_everything_and_forgets_the_rest(capsys):
    place = placed(("fr", "Delta", ""))
    Entry.objects.create(kind="place", object_id=999_999, language="fr", title="Fantôme", path="/x/")
    Entry.objects.create(kind="gone", object_id=1, language="fr", title="Fantôme", path="/x/")
    call_command("reindex")
    call_command("reindex")
    assert "place : 1" in capsys.readouterr().out
    assert list(Entry.objects.values_list("kind", "object_id")) == [("place", place.pk)]
    assert found("delta").total == 1


@pytest.mark.django_db
def test_an_unknown_kind_is_named_by_the_command():
    with pytest.raises(CommandError, match="poisson"):
        call_command("reindex", "poisson")


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_a_search_asks_the_same_few_queries_whatever_it_finds(count, django_assert_num_queries):
    for number in range(count):
        placed(("fr", f"Delta {number}", "du fleuve"), ("ar", f"دلتا delta {number}", ""))
    with django_assert_num_queries(2):
        assert found("delta").total == count


@pytest.mark.django_db
def test_a_kind_of_thirty_objects_is_written_in_batches(django_assert_max_num_queries):
    for number in range(30):
        place = TerritoryFactory(country=None)
        TEXTS[place.pk] = [Document("fr", f"Delta {number}")]
    with django_assert_max_num_queries(15):
        reindex(registry.kind_named("place"))
    assert found("delta").total == 30


@pytest.mark.django_db
def test_what_carries_a_name_follows_it(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(registry, "_carriers", {})
    country = CountryFactory(name_fr="Ancien")
    place = TerritoryFactory(country=country)
    registry.carries_name_of(Country, lambda renamed: Territory.objects.filter(country=renamed))
    TEXTS[place.pk] = [Document("fr", "Sfax", "Ancien")]
    index(place)
    TEXTS[place.pk] = [Document("fr", "Sfax", "Nouveau")]
    with django_capture_on_commit_callbacks(execute=True):
        renamed(country)
    assert ids(found("nouveau")) == [place.pk]


@pytest.mark.django_db
def test_what_was_renamed_and_is_gone_since_breaks_nothing():
    index_carriers.func("actors.Country", "XX")
