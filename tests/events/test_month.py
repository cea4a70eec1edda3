"""A month of meetings: a true table, weeks as the reader's country counts them, and an end for robots."""

import re
from datetime import date, time

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from events.choices import MeetingState
from events.months import Month, first_weekday, weekdays
from events.queries.months import Span
from tests.factories.actors import PersonFactory
from tests.factories.events import NOW, MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def at(year=None, number=None, language="fr"):
    with translation.override(language):
        return reverse("events:month", args=[year, number]) if year else reverse("events:this-month")


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def cell(response, day):
    """The cell of a day, as HTML."""
    cells = re.findall(r"<td.*?</td>", text(response))
    return next(one for one in cells if f'datetime="{day}"' in one)


@pytest.mark.parametrize(
    ("language", "country", "day"),
    [
        ("fr", "", "lundi"),
        ("en", "", "Monday"),
        ("ar", "", "السبت"),
        ("ar", "MA", "الاثنين"),
        ("ar", "DZ", "السبت"),
        ("fr", "DZ", "samedi"),
        ("en", "EG", "Saturday"),
        ("fr", "PT", "dimanche"),
        ("en", "IL", "Sunday"),
        ("fr", "ZZ", "lundi"),
    ],
)
def test_weeks_begin_where_the_reader_s_country_begins_them(language, country, day):
    assert weekdays(language, first_weekday(language, country))[0].name == day


def test_weeks_cover_the_month_and_months_follow_each_other():
    month = Month(2026, 12)
    days = [day for week in month.weeks(5) for day in week]
    assert days[0] == date(2026, 11, 28)
    assert date(2026, 12, 31) in days
    assert (month.plus(1), month.plus(-12), month.last) == (Month(2027, 1), Month(2025, 12), date(2026, 12, 31))


@pytest.mark.parametrize(("year", "number"), [(2026, 13), (2026, 0), (0, 5), (9999, 1), (10**30, 1)])
def test_a_month_that_is_none_is_refused(client, year, number):
    with pytest.raises(ValueError, match="Month"):
        Month(year, number)
    assert client.get(f"/fr/meetings/month/{year}/{number}/").status_code == 404


def test_the_grid_is_a_table_with_heads_and_a_caption(client):
    meeting = MeetingFactory()
    page = client.get(at(2026, 12))
    assert "Rencontres de décembre 2026, jour par jour</caption>" in text(page)
    assert text(page).count('<th scope="col"') == 7
    assert meeting.title_fr in cell(page, "2026-12-09")
    assert "9:30" in cell(page, "2026-12-09")
    assert "mercredi 9 décembre 2026" in cell(page, "2026-12-09")
    assert "<ul" not in cell(page, "2026-12-10")


def test_a_meeting_that_lasts_stands_on_each_of_its_days(client):
    MeetingFactory(start_date=date(2026, 11, 29), end_date=date(2026, 12, 1), title_fr="Trois jours")
    assert "suite" in cell(client.get(at(2026, 12)), "2026-12-01")
    november = client.get(at(2026, 11))
    assert all("Trois jours" in cell(november, day) for day in ("2026-11-29", "2026-11-30"))
    assert "Trois jours" not in cell(november, "2026-11-28")


def test_a_meeting_stands_on_the_day_of_its_own_clocks(client):
    """00:30 in Beirut on the first is still the evening before in Paris."""
    MeetingFactory(
        zone="Asia/Beirut",
        start_date=date(2026, 12, 1),
        start_time=time(0, 30),
        end_date=date(2026, 12, 1),
        end_time=time(2),
        title_fr="Tard le soir",
    )
    assert "Tard le soir" in cell(client.get(at(2026, 12)), "2026-12-01")
    assert "Tard le soir" not in text(client.get(at(2026, 11)))


def test_what_was_called_off_is_struck_and_named_so(client):
    MeetingFactory(title_fr="Annulée", state=MeetingState.CANCELLED, state_reason="Grève", state_reason_language="fr")
    MeetingFactory(title_fr="Reportée", state=MeetingState.POSTPONED)
    day = cell(client.get(at(2026, 12)), "2026-12-09")
    assert day.count("month__meeting--off") == 2
    assert "status--no" in day


def test_drafts_are_in_no_month(client):
    MeetingFactory(draft=True, title_fr="Brouillon secret")
    assert "Brouillon secret" not in text(client.get(at(2026, 12)))


def test_today_is_marked(client):
    assert 'aria-current="date"' in cell(client.get(at()), "2026-11-20")
    MeetingFactory()
    assert 'aria-current="date"' not in text(client.get(at(2026, 12)))


def test_arabic_months_begin_on_saturday_and_a_person_s_own_country_decides(client):
    heads = re.findall(r'abbr="([^"]+)"', text(client.get(at(language="ar"))))
    assert heads[0] == "السبت"
    client.force_login(PersonFactory(country_id="MA", language="ar"))
    assert re.findall(r'abbr="([^"]+)"', text(client.get(at(language="ar"))))[0] == "الاثنين"


def test_links_to_other_months_end_with_the_meetings(client):
    MeetingFactory(past=True)
    MeetingFactory()
    first, last = text(client.get(at(2026, 10))), text(client.get(at(2026, 12)))
    assert 'rel="prev"' not in first
    assert f'rel="next" href="{at(2026, 11)}"' in first
    assert f'rel="prev" href="{at(2026, 11)}"' in last
    assert 'rel="next"' not in last
    assert "noindex" not in last


def test_beyond_the_meetings_a_month_leads_back_and_is_not_indexed(client):
    MeetingFactory()
    beyond = text(client.get(at(2027, 3)))
    assert '<meta name="robots" content="noindex,nofollow">' in beyond
    assert f'rel="prev" href="{at(2026, 12)}"' in beyond
    assert 'rel="next"' not in beyond
    assert client.get(at(2027, 12)).status_code == 200
    assert client.get(at(2028, 1)).status_code == 404
    assert client.get(at(2025, 11)).status_code == 200
    assert client.get(at(2025, 10)).status_code == 404


def test_a_robot_that_follows_every_link_to_a_month_comes_to_an_end(client):
    MeetingFactory(past=True)
    MeetingFactory(start_date=date(2027, 2, 3), end_date=date(2027, 2, 3))
    seen, to_read = set(), [at()]
    while to_read:
        path = to_read.pop()
        if path in seen:
            continue
        seen.add(path)
        to_read += re.findall(r'href="(/fr/meetings/month/[^"?]*)"', text(client.get(path)))
    assert len(seen) == 6  # October to February, and the current one without its number


def test_a_span_answers_near_itself_only():
    span = Span(Month(2026, 10), Month(2027, 2))
    assert (span.before(Month(2026, 10)), span.after(Month(2027, 2))) == (None, None)
    assert span.before(Month(2028, 1)) == Month(2027, 2)
    assert span.after(Month(2025, 12)) == Month(2026, 10)
    assert span.answers(Month(2028, 2))
    assert not span.answers(Month(2028, 3))


def test_filters_stay_when_the_month_changes(client):
    MeetingFactory(past=True)
    MeetingFactory()
    page = text(client.get(f"{at(2026, 11)}?kind=committee"))
    assert f'href="{at(2026, 12)}?kind=committee"' in page


def test_an_empty_month_says_so(client):
    assert "Aucune rencontre ce mois-ci" in text(client.get(at()))
