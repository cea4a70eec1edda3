"""Lists of meetings under their filters: what is found, what is counted, what engines and caches may keep."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Collection, CollectionViewRestriction

from actors.choices import Constituency
from events.choices import MeetingFormat, MeetingKind, MeetingState
from events.filters import FACETS
from events.models import Quota
from events.queries.catalogue import Catalogue, upcoming_entries
from kernel.pagecache.entries import storable
from kernel.pagecache.registry import is_cacheable
from pages.base.models import RivesDocument
from tests.factories.actors import TerritoryFactory
from tests.factories.events import DAY, NOW, MeetingDocumentFactory, MeetingFactory, RegistrationFactory, manager
from tests.factories.pages import DialoguePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def at(name, language="fr"):
    with translation.override(language):
        return reverse(f"events:{name}")


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def titles(response):
    return re.findall(r"<h3><a [^>]*>([^<]+)</a></h3>", text(response))


@pytest.fixture
def many():
    tunis = TerritoryFactory(name_fr="Sfax", country_id="TN")
    return {
        "workshop": MeetingFactory(
            title_fr="Atelier de l’eau",
            kind=MeetingKind.WORKSHOP,
            format=MeetingFormat.HYBRID,
            place_fr="Sfax",
            territory=tunis,
            open_to=[Constituency.LOCAL, Constituency.BUSINESS],
            languages_spoken=["ar"],
            languages_interpreted=["fr"],
        ),
        "seminar": MeetingFactory(
            title_fr="Séminaire des ports",
            kind=MeetingKind.SEMINAR,
            open_to=[Constituency.RESEARCH],
            languages_spoken=["en"],
            languages_interpreted=[],
        ),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=workshop", ["Atelier de l’eau"]),
        ("kind=workshop&kind=seminar", ["Atelier de l’eau", "Séminaire des ports"]),
        ("format=hybrid", ["Atelier de l’eau"]),
        ("shore=south", ["Atelier de l’eau"]),
        ("open=research", ["Séminaire des ports"]),
        ("open=business", ["Atelier de l’eau"]),
        ("heard=ar", ["Atelier de l’eau"]),
        ("heard=fr", ["Atelier de l’eau"]),
        ("heard=en", ["Séminaire des ports"]),
        ("kind=workshop&heard=en", []),
        ("q=SEMINAIRE", ["Séminaire des ports"]),
        ("q=ports+s%C3%A9minaire", ["Séminaire des ports"]),
        ("q=committee", ["Atelier de l’eau", "Séminaire des ports"]),
        ("q=nulle+part", []),
        ("kind=nonsense&shore=west", ["Atelier de l’eau", "Séminaire des ports"]),
    ],
)
def test_each_filter_keeps_what_it_names(client, many, query, found):
    assert titles(client.get(f"{at('list')}?{query}")) == found


def test_a_territory_filters_and_is_named_in_the_reader_s_language(client, many):
    place = many["workshop"].territory
    response = client.get(at("list"), {"territory": place.pk})
    assert titles(response) == ["Atelier de l’eau"]
    assert f'<option value="{place.pk}" selected>Sfax (1)</option>' in text(response)


def test_counts_say_what_each_choice_would_show_under_the_other_filters(client, many):
    catalogue = Catalogue(upcoming_entries(None, NOW), {"kind": {"workshop"}, "heard": set()})
    assert {choice.value: choice.count for choice in catalogue.choices("kind", dict(MeetingKind.choices))} == {
        "workshop": 1,
        "seminar": 1,
    }
    heard = {choice.value: choice.count for choice in catalogue.choices("heard", {"fr": "", "en": "", "ar": ""})}
    assert heard == {"fr": 1, "ar": 1}


def test_a_choice_that_finds_nothing_stays_to_be_taken_away(client, many):
    page = text(client.get(f"{at('list')}?kind=workshop&heard=en"))
    assert "Aucune rencontre sous ces filtres" in page
    assert 'href="?kind=workshop"' in page
    assert 'href="?heard=en"' in page
    assert f'href="{at("past")}?kind=workshop&amp;heard=en"' in page


def test_filters_go_with_the_reader_from_list_to_month_to_past_to_feed(client, many):
    page = text(client.get(f"{at('list')}?kind=workshop&page=1"))
    for name in ("this-month", "past", "feed", "calendar"):
        assert f"{at(name)}?kind=workshop" in page
    assert re.search(
        r'<link rel="alternate" type="application/atom\+xml" href="/fr/meetings/feed.atom\?kind=workshop"', page
    )


def test_feeds_hold_what_the_list_holds_under_the_same_filters(client, many):
    everything, some = client.get(at("feed")), client.get(f"{at('feed')}?kind=workshop")
    assert "Séminaire des ports" in text(everything)
    assert "Atelier de l’eau" in text(some)
    assert "Séminaire des ports" not in text(some)
    assert '/fr/meetings/feed.atom?kind=workshop" rel="self"' in text(some)
    calendar = client.get(f"{at('calendar')}?kind=seminar").content.decode()
    assert "SUMMARY;LANGUAGE=fr:Séminaire des ports" in calendar or "Séminaire des ports" in calendar
    assert "Atelier" not in calendar
    assert client.get(f"{at('feed')}?dialogue=999").status_code == 404


def test_a_dialogue_s_feed_names_its_dialogue(client):
    dialogue = DialoguePageFactory(title_fr="Partager l’eau")
    MeetingFactory(dialogue=dialogue, title_fr="Du dialogue")
    MeetingFactory(title_fr="D’ailleurs")
    feed = text(client.get(at("feed"), {"dialogue": dialogue.pk}))
    assert "Partager l’eau" in feed
    assert "Du dialogue" in feed
    assert "D’ailleurs" not in feed


def test_a_dialogue_shows_its_past_below_what_comes(client):
    dialogue = DialoguePageFactory()
    MeetingFactory(dialogue=dialogue, title_fr="À venir")
    MeetingFactory(dialogue=dialogue, title_fr="Déjà tenue", past=True)
    MeetingFactory(title_fr="D’un autre", past=True)
    assert titles(client.get(at("list"), {"dialogue": dialogue.pk})) == ["À venir", "Déjà tenue"]


def test_a_postponed_meeting_stands_last_without_a_date_and_is_never_past(client):
    MeetingFactory(title_fr="Ordinaire")
    MeetingFactory(title_fr="Reportée hier", state=MeetingState.POSTPONED, past=True)
    page = client.get(at("list"))
    assert titles(page) == ["Ordinaire", "Reportée hier"]
    assert "Date à venir" in text(page)
    assert titles(client.get(at("past"))) == []
    assert "Date à venir" in text(client.get(at("feed")))


def test_past_meetings_carry_their_documents(client):
    document = MeetingDocumentFactory(meeting__past=True, title_fr="Compte rendu signé")
    page = text(client.get(at("past")))
    assert "Compte rendu signé" in page
    assert document.document.url in page
    assert "français" in page
    assert "12 octets" in page


def test_a_document_of_a_private_collection_is_named_nowhere(client):
    private = Collection.get_first_root_node().add_child(name="Équipe")
    inner = private.add_child(name="Dossiers")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    file = RivesDocument.objects.create(title="x", file=ContentFile(b"x", name="x.txt"), collection=inner)
    document = MeetingDocumentFactory(meeting__past=True, title_fr="Note interne", document=file)
    assert "Note interne" not in text(client.get(at("past")))
    with translation.override("fr"):
        assert "Note interne" not in text(client.get(document.meeting.get_absolute_url()))


def test_titles_in_another_language_say_so(client):
    MeetingFactory(title_fr="Seulement en français", title_en="", title_ar="")
    assert 'lang="fr"' in text(client.get(at("list", "en"))).split("<h3>")[1]


@pytest.mark.parametrize(
    ("query", "noindex", "kept"),
    [
        ("", False, True),
        ("kind=workshop", True, True),
        ("kind=workshop&kind=workshop", True, False),
        ("kind=invented", False, False),
        ("territory=99999", False, False),
        ("q=eau", True, False),
        ("page=1", False, True),
        ("page=77", False, False),
    ],
)
def test_engines_keep_the_plain_lists_and_the_cache_only_addresses_that_mean_something(
    client, many, query, noindex, kept
):
    response = client.get(f"{at('list')}?{query}")
    assert ('<meta name="robots" content="noindex">' in text(response)) is noindex
    headers = [(name.lower().encode(), value.encode()) for name, value in response.headers.items()]
    assert storable({"status": 200, "headers": headers}) is kept


def test_the_cache_knows_every_filter():
    assert all(is_cacheable(name, "1") for name in (*FACETS, "page"))
    assert not is_cacheable("q", "eau")


@pytest.mark.parametrize("query", ["q=" + "x" * 5000, "territory=" + "9" * 40, "open=é&heard=<script>", "page=-3"])
def test_nonsense_in_the_address_is_answered_with_a_page(client, many, query):
    assert client.get(f"{at('list')}?{query}").status_code == 200


def test_what_is_typed_comes_back_escaped(client):
    page = text(client.get(at("list"), {"q": '"><script>alert(1)</script>'}))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_pages_of_a_long_list_keep_the_filters(client):
    MeetingFactory.create_batch(31, kind=MeetingKind.WORKSHOP)
    page = text(client.get(f"{at('list')}?kind=workshop"))
    assert "Page 1 sur 2" in page
    after = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert parse_qs(urlsplit(after).query) == {"kind": ["workshop"], "page": ["2"]}
    assert len(titles(client.get(f"{at('list')}{after}"))) == 1


def test_drafts_are_counted_for_the_team_only(client, many):
    MeetingFactory(draft=True, kind=MeetingKind.VISIT, title_fr="Visite secrète")
    assert "Visite de pilote" not in text(client.get(at("list")))
    client.force_login(manager())
    assert "Visite secrète" in text(client.get(at("list")))


def test_an_empty_calendar_says_what_to_do(client):
    page = text(client.get(at("list")))
    assert "Aucune rencontre n’est annoncée" in page
    assert at("past") in page
    assert at("feed") in page


@pytest.mark.parametrize("path", ["list", "past", "this-month"])
def test_filtered_lists_ask_as_often_for_thirty_meetings_as_for_one(client, path):
    dialogue = DialoguePageFactory()
    day = {"list": date(2026, 12, 9), "past": date(2026, 10, 7), "this-month": date(2026, 11, 25)}[path]

    def asked_with(more):
        for _meeting in range(more):
            meeting = MeetingFactory(start_date=day, end_date=day, territory=TerritoryFactory(), dialogue=dialogue)
            Quota.objects.create(meeting=meeting, constituency="local", size=2)
            RegistrationFactory(meeting=meeting)
            MeetingDocumentFactory(meeting=meeting)
        client.get(at(path))
        with CaptureQueriesContext(connection) as asked:
            assert "kind=committee" in text(client.get(f"{at(path)}?kind=committee"))
        return len(asked)

    assert asked_with(1) == asked_with(29) <= 8


def test_the_meeting_s_day_is_that_of_its_own_zone(client):
    MeetingFactory(zone="Asia/Beirut", start_date=(NOW + DAY).date(), end_date=(NOW + 2 * DAY).date(), title_fr="Nuit")
    assert "<b>21</b>" in text(client.get(at("list")))
