"""Packages are published whole, numbered, once for what they say; what disclosure control keeps back is not in them."""

import io
import json
import random
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse

from actors.choices import Constituency
from consultations.actions.packages import publish_package
from consultations.actions.tables import publish_tables
from consultations.models import Consultation, Package, Participant, PublishedTable, Vote
from consultations.queries.counting import BASIN
from consultations.tasks_packages import pack_results
from tests.factories.actors import OrganisationFactory
from tests.factories.consultations import NOON, ConsultationFactory, ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    """Closed; seven people of local authorities and three researchers answered two statements."""
    consultation = ConsultationFactory(closed=True)
    statements = [StatementFactory(consultation=consultation) for _ in range(2)]
    for level, shore, people in (("local", "north", 7), ("civil_society", "south", 8), ("research", "north", 3)):
        for number in range(people):
            participant = ParticipantFactory(consultation=consultation, constituency=level, shore=shore)
            for statement in statements:
                VoteFactory(statement=statement, participant=participant, value=1 if number else -1)
    publish_tables(consultation=consultation, at=NOON)
    return consultation


def names_of(package):
    with package.file.open("rb") as file, zipfile.ZipFile(io.BytesIO(file.read())) as zipped:
        return {name.partition("/")[2]: zipped.read(name) for name in zipped.namelist()}


def test_what_has_not_changed_is_not_published_twice(consultation):
    first = publish_package(consultation=consultation, at=NOON)
    assert publish_package(consultation=consultation, at=NOON + timedelta(days=1)) == first
    consultation.title_fr = "Un autre titre"
    consultation.save()
    second = publish_package(consultation=Consultation.objects.get(), at=NOON)
    assert (first.number, second.number) == (1, 2)
    assert first.sha256 != second.sha256


def test_it_holds_what_is_published_and_recomputes(consultation, tmp_path):
    content = names_of(publish_package(consultation=consultation, at=NOON))
    tables = content["tables.csv"].decode("utf-8-sig")
    shown = PublishedTable.objects.exclude(statement=None).first().figures["levels"]
    assert shown
    for level, counts in shown.items():
        assert f"1,levels,{level},{','.join(map(str, counts))}\n" in tables
    assert "research" not in tables  # three people
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)
    command = [sys.executable, "-I", "recompute.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.fixture
def answered():
    """Closed; people of all levels and both shores answered six statements, on which they agree more or less; then
    four more answered, too few to move a table."""
    consultation = ConsultationFactory(closed=True)
    statements = [StatementFactory(consultation=consultation) for _ in range(6)]
    draw = random.Random(5)

    def answer(size, lean):
        people = Participant.objects.bulk_create(
            Participant(consultation=consultation, constituency=level, shore=shore, joined_at=NOON)
            for level in Constituency.values
            for shore in ("north", "south", "east", "")
            for _person in range(size(level, shore))
        )
        Vote.objects.bulk_create(
            Vote(
                statement=statement,
                participant=person,
                value=1 if draw.random() < lean(place, person) else draw.choice([-1, -1, 0]),
                at=NOON,
            )
            for place, statement in enumerate(statements)
            for person in people
        )

    leans = [0.95, 0.9, 0.6, 0.1, 0.5, 0.75]
    apart = {("research", 1), ("citizens", 4), ("local", 2)}
    answer(
        lambda level, shore: 2 if level == "business" else draw.choice([7, 9, 14]),
        lambda place, person: 1 - leans[place] if (person.constituency, place) in apart else leans[place],
    )
    publish_tables(consultation=consultation, at=NOON)
    answer(lambda level, shore: 4 if (level, shore) == ("local", "north") else 0, lambda place, person: 1)
    publish_tables(consultation=consultation, at=NOON)
    return consultation


def test_it_says_what_the_page_of_results_says(client, answered):
    for level in ("local", "local", "research", "civil_society"):
        OrganisationFactory(constituency=level)
    content = names_of(publish_package(consultation=answered, at=NOON))
    packed = json.loads(content["results.json"])
    page = client.get(reverse("consultations:results", args=[answered.slug]))
    reads = page.context["seen"].reads
    assert len(packed["statements"]) == len(reads) == 6
    for said, one in zip(packed["statements"], reads, strict=True):
        finding, total = one.finding, one.result.total
        assert said["statement"] == one.result.statement.number
        assert (said["total"]["seen"], said["total"]["agree"]) == (total.seen, total.agree / total.seen)
        for table, rows in (("levels", one.result.by_constituency), ("shores", one.result.by_shore)):
            shown = {cell.group: cell.tally for cell in rows.cells if cell.tally}
            packed_rows = {group: row for group, row in said[table].items() if group != BASIN}  # no shore of the page
            assert {group: (row["seen"], row["agree"]) for group, row in packed_rows.items()} == {
                group: (tally.seen, tally.agree / tally.seen) for group, tally in shown.items()
            }
        assert (said["reservations"], said["divergences"]) == (list(finding.reserved), list(finding.apart))
        assert (said["common_ground"], said["bridge"]) == (finding.is_common_ground, finding.is_bridge)
        assert said["weakest_level"] == finding.weakest
        assert (said["mean_of_people"], said["mean_of_levels"]) == (finding.micro, finding.macro)
        assert said["level_consensus"] == finding.consensus
        assert said["shore_gap"] == pytest.approx(one.shore_gap / 100, abs=0.0101)
        assert (said["spread"], said["net"]) == (finding.spread, pytest.approx(one.net / 100, abs=0.0101))
    turnout = page.context["turnout"]
    assert packed["people"] == {"levels": turnout.by_constituency, "shores": turnout.by_shore}
    assert json.loads(content["consultation.json"])["people"] == turnout.people
    assert packed["balance"] == pytest.approx(page.context["balance"] / 100, abs=0.0051)
    for found in ("ground", "debated", "missing"):
        assert page.context[found], found


def test_the_job_packs_closed_consultations_once(consultation):
    running = ConsultationFactory()
    at = consultation.closes_at + timedelta(hours=1)
    PublishedTable.objects.update(published_at=consultation.closes_at)
    pack_results(at)
    pack_results(at + timedelta(hours=1))
    assert list(Package.objects.values_list("consultation", "number")) == [(consultation.pk, 1)]
    assert not Package.objects.filter(consultation=running).exists()


def test_everyone_downloads_it_with_its_digest(client, consultation):
    package = publish_package(consultation=consultation, at=NOON)
    page = client.get(reverse("consultations:packages", args=[consultation.slug])).content.decode()
    assert package.sha256 in page
    response = client.get(reverse("consultations:package", args=[consultation.slug, 1]))
    assert response["Content-Type"] == "application/zip"
    assert zipfile.is_zipfile(io.BytesIO(response.content))
    assert client.get(reverse("consultations:package", args=[consultation.slug, 2])).status_code == 404


def test_the_package_of_what_is_withdrawn_is_nobody_s(client, consultation):
    publish_package(consultation=consultation, at=NOON)
    Consultation.objects.update(state="withdrawn")
    for name, args in (("packages", []), ("package", [1])):
        assert client.get(reverse(f"consultations:{name}", args=[consultation.slug, *args])).status_code == 404


@pytest.mark.parametrize("statements", [1, 30])
def test_gathering_costs_the_same_whatever_there_is(statements, django_assert_max_num_queries):
    consultation = ConsultationFactory(closed=True)
    for _number in range(statements):
        StatementFactory(consultation=consultation)
    with django_assert_max_num_queries(16):
        publish_package(consultation=consultation, at=NOON)
