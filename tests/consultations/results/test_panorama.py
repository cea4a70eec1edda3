"""Results at a glance: what the page names, where marks stand, who was heard, and that the package says the same."""

import json
import re
from itertools import pairwise

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone, translation

from consultations.actions.tables import publish_tables
from consultations.package import files
from consultations.queries import results_of, turnout_of
from consultations.queries.coverage import balance, heard_of, network
from consultations.queries.package import facts_of
from consultations.queries.panorama import APART, MOST_LANES, panorama
from tests.consultations.results.crowd import LEVELS, answered
from tests.factories.actors import OrganisationFactory

pytestmark = pytest.mark.django_db


def published(**kwargs):
    consultation = answered(**kwargs)
    publish_tables(consultation=consultation, at=timezone.now())
    return consultation


def page_of(client, consultation, query="", language="fr"):
    with translation.override(language):
        return client.get(reverse("consultations:results", args=[consultation.slug]) + query)


@pytest.mark.parametrize("seed", range(3))
def test_the_page_says_what_the_package_says(client, seed):
    for number, level in enumerate(LEVELS[:7]):
        OrganisationFactory.create_batch(number + 1, constituency=level)
    consultation = published(seed=seed, closed=True)
    whole = json.loads(files(facts_of(consultation))["results.json"])
    results = whole["statements"]
    context = page_of(client, consultation).context
    assert context["balance"] == round(100 * whole["balance"])
    assert {one.code: one.people for one in context["heard"] if one.people} == whole["people"]["levels"]
    reads = context["seen"].reads
    assert len(reads) == len(results) == 8
    for read, other in zip(reads, results, strict=True):
        finding = read.finding
        assert read.result.statement.number == other["statement"]
        assert finding.consensus == pytest.approx(other["level_consensus"], abs=1e-12)
        assert (finding.weakest or None) == other["weakest_level"]
        assert list(finding.reserved) == other["reservations"]
        assert list(finding.apart) == other["divergences"]
        assert (finding.is_common_ground, finding.is_bridge) == (other["common_ground"], other["bridge"])
        assert finding.micro == pytest.approx(other["mean_of_people"], abs=1e-12)
        assert finding.macro == pytest.approx(other["mean_of_levels"], abs=1e-12)
        assert finding.spread == pytest.approx(other["spread"], abs=1e-12)
        assert read.result.total.seen == other["total"]["seen"]
        for table, groups in ((read.result.by_constituency, "levels"), (read.result.by_shore, "shores")):
            shown = {cell.group: cell.tally for cell in table.cells if cell.tally}
            assert set(shown) == {group for group in other[groups] if group != "basin"}
            for group, tally in shown.items():
                assert tally.agree / tally.seen == pytest.approx(other[groups][group]["agree"], abs=1e-12)


def test_the_crowd_of_these_tests_has_something_of_everything():
    """The test above would hold of empty findings too."""
    reads = [read for seed in range(3) for read in panorama(results_of(published(seed=seed, closed=True))).reads]
    assert any(read.finding.is_common_ground for read in reads)
    assert any(read.finding.reserved for read in reads)
    assert any(read.finding.apart for read in reads)
    assert any(read.finding.is_bridge for read in reads)
    assert any(read.result.crossed for read in reads)


def test_what_joins_and_what_divides_stand_at_the_top(client):
    consultation = published(seed=1)
    page = page_of(client, consultation)
    seen = page.context["seen"]
    assert page.context["joins"] == max(seen.ground, key=lambda one: one.finding.consensus)
    assert page.context["divides"] == max(seen.debated, key=lambda one: one.finding.spread)
    top = page.content.decode().split('class="glance"')[1].split("</section>")[0]
    assert "Phrase 1." in top
    assert "Ce qui rapproche le plus" in top
    assert "Ce qui sépare le plus" in top


def test_without_common_ground_the_page_says_so_and_names_the_nearest(client):
    consultation = published(seed=2, people=60, statements=2, shared=0)
    page = page_of(client, consultation)
    assert not page.context["seen"].ground
    assert "Aucune phrase n’y parvient à ce jour" in page.content.decode()


def test_a_consultation_nobody_has_answered_is_a_page_all_the_same(client):
    page = page_of(client, answered(people=0, statements=2))
    assert page.status_code == 200
    assert page.context["joins"] is None
    assert page.context["balance"] == 0 or page.context["balance"] is None


def test_bridges_come_with_the_closest_shores_first():
    bridges = panorama(results_of(published(people=400, shared=6, closed=True))).bridges
    gaps = [one.shore_gap for one in bridges]
    assert len(gaps) > 2
    assert gaps == sorted(gaps)


@pytest.mark.parametrize("seed", range(4))
def test_marks_that_are_close_stand_in_lanes_of_their_own(seed):
    for read in panorama(results_of(published(seed=seed))).reads:
        lanes = {}
        for mark in read.marks:
            assert 0 <= mark.lane < MOST_LANES
            lanes.setdefault(mark.lane, []).append(mark.share)
        if len(lanes) < MOST_LANES:
            for shares in lanes.values():
                assert all(later - earlier >= APART for earlier, later in pairwise(shares))


def test_every_mark_of_the_line_has_its_number_in_the_table(client):
    consultation = published(seed=1)
    html = page_of(client, consultation).content.decode()
    table = html.split('<table class="levels">')[1].split("</table>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">(\d+)</th>(.*?)</tr>", table, re.DOTALL)
    for (number, row), read in zip(rows, panorama(results_of(consultation)).reads, strict=True):
        assert int(number) == read.result.statement.number
        numbers = re.findall(r'<td class="num">(\d+)', row)
        assert sorted(map(int, numbers[: len(read.marks)])) == [mark.share for mark in read.marks]


def test_statements_come_thirty_a_page_and_findings_lead_to_theirs(client):
    consultation = published(seed=1, people=60, statements=31)
    first, second = page_of(client, consultation), page_of(client, consultation, "?page=2")
    assert (len(first.context["page"]), len(second.context["page"])) == (30, 1)
    last = first.context["seen"].reads[-1]
    assert last.way(1, 30) == "?page=2#l31"
    assert last.way(2, 30) == "#l31"
    assert first.context["seen"].reads[0].way(2, 30) == ".#l1"
    assert 'id="l31"' in second.content.decode()
    assert 'id="l31"' not in first.content.decode()


def test_level_by_shore_is_told_once_the_vote_is_closed(client):
    running, over = published(seed=1), published(seed=1, closed=True)
    assert "Lire par collège et par rive" not in page_of(client, running).content.decode()
    html = page_of(client, over).content.decode()
    assert "Lire par collège et par rive" in html
    before = {one.statement.number: dict(one.crossed) for one in results_of(over)}
    publish_tables(consultation=over, at=timezone.now())
    assert {one.statement.number: dict(one.crossed) for one in results_of(over)} == before


def test_who_was_heard_stands_beside_who_could_be():
    OrganisationFactory.create_batch(3, constituency="local")
    OrganisationFactory.create_batch(2, constituency="research")
    OrganisationFactory(constituency="business", is_published=False)
    consultation = published(seed=1)
    turnout = turnout_of(consultation)
    heard = {one.code: one for one in heard_of(turnout, network())}
    assert list(heard) == LEVELS
    assert (heard["local"].network, heard["research"].network, heard["business"].network) == (3, 2, 0)
    assert heard["citizens"].network is None
    for one in heard.values():
        parts = [number for number in (one.north, one.south, one.basin) if number]
        assert sum(parts) == (one.people or 0)
        assert all(number >= 5 for number in parts)
    rates = [(heard[code].people or 0) / heard[code].network for code in ("local", "research")]
    assert balance(list(heard.values())) == round(100 * min(rates) / max(rates))


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_line_is_drawn_for_the_eye_and_said_in_words(language):
    read = panorama(results_of(published(seed=1))).reads[0]
    with translation.override(language):
        template = Template("{% load consultations %}{% levels_line one %}|{% levels_sentence one %}")
        drawn, _bar, said = template.render(Context({"one": read})).partition("|")
    assert 'aria-hidden="true"' in drawn
    assert drawn.count("strip__mark") == len(read.marks)
    assert str(read.marks[0].share) in said
    assert str(read.marks[-1].share) in said
