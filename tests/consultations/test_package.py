"""The package: complete, the same bytes for the same facts, and recomputed by its own script."""

import csv
import hashlib
import io
import json
import random
import subprocess
import sys
import zipfile

import pytest

from actors.choices import Constituency
from consultations.package import Facts, PositionFacts, StatementFacts, archive, files
from consultations.package.codebook import codebook

LEVELS = list(Constituency.values)
SHORES = ["north", "south_east"]


def statement(draw, number):
    """Answers of some levels on some shores, opinions apart; groups under five kept back."""
    lean = draw.random()

    def answers(size):
        agree = sum(draw.random() < lean for _person in range(size))
        passed = draw.randint(0, size - agree)
        return (agree, size - agree - passed, passed)

    crossed = {}
    for level in draw.sample(LEVELS, draw.randint(0, len(LEVELS))):
        lean = min(max(lean + draw.gauss(0, 0.2), 0), 1)
        for shore in SHORES:
            crossed[f"{level}|{shore}"] = answers(draw.choice([0, 5, 6, 9, 40, 300]))

    def margin(axis):
        found = {}
        for name, counts in crossed.items():
            group = name.split("|")[axis]
            found[group] = tuple(map(sum, zip(found.get(group, (0, 0, 0)), counts, strict=True)))
        return {group: counts for group, counts in found.items() if sum(counts) >= 5}

    tables = {"levels": margin(0), "shores": margin(1), "crossed": {n: c for n, c in crossed.items() if sum(c) >= 5}}
    total = tuple(map(sum, zip((0, 0, 0), *crossed.values(), strict=True)))
    texts = {"fr": f"Phrase « {number} », d’abord.\nEnsuite.", "ar": "عبارة"}
    return StatementFacts(number, texts, draw.choice(["", "local"]), total, tables)


def facts(seed=1, statements=12):
    draw = random.Random(seed)
    made = [statement(draw, number) for number in range(1, statements + 1)]
    stances = {number: draw.choice([-1, 0, 1]) for number in range(1, statements + 1, 2)}
    position = PositionFacts("Ville, des Eaux", "local", "north", 2, "2026-11-20", "fr", "=1+1\nNous signons.", stances)
    return Facts(
        slug="eau",
        titles={"fr": "L’eau", "ar": "الماء"},
        address="https://example.org/fr/consultations/eau/",
        opens_at="2026-10-01T00:00:00+00:00",
        closes_at="2026-11-01T00:00:00+00:00",
        levels=LEVELS,
        statements=made,
        people={
            "levels": {"local": (12, 0, 0), "citizens": (30, 0, 0)},
            "shores": {"north": (29, 0, 0), "basin": (13, 0, 0)},
            "crossed": {"local|north": (12, 0, 0), "citizens|north": (17, 0, 0), "citizens|basin": (13, 0, 0)},
        },
        people_in_all=45,
        network={"local": 4, "citizens": 5, "research": 0},
        positions=[position],
        log={"sequence": 7, "hash": "0" * 64},
        analysis={"verdict": "no distinct groups"},
    )


def unpacked(content, folder):
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        zipped.extractall(folder)
    return folder / "eau"


def recomputed(folder):
    command = [sys.executable, "-I", "recompute.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("seed", range(6))
def test_its_script_recomputes_every_number(tmp_path, seed):
    folder = unpacked(archive(files(facts(seed)), "eau"), tmp_path)
    done = recomputed(folder)
    assert done.returncode == 0, done.stdout
    assert "all agree" in done.stdout


def test_one_number_changed_is_found(tmp_path):
    content = files(facts())
    results = json.loads(content["results.json"])
    consensus = [one["level_consensus"] for one in results["statements"]]
    place = next(place for place, value in enumerate(consensus) if value)
    results["statements"][place]["level_consensus"] += 1e-6
    content["results.json"] = json.dumps(results).encode()
    done = recomputed(unpacked(archive(content, "eau"), tmp_path))
    assert done.returncode == 1
    assert f"statements[{place}].level_consensus" in done.stdout


def test_one_file_changed_is_found(tmp_path):
    folder = unpacked(archive(files(facts()), "eau"), tmp_path)
    with (folder / "people.csv").open("a") as file:
        file.write("levels,private,7\n")
    done = recomputed(folder)
    assert done.returncode == 1
    assert "people.csv" in done.stdout


def test_the_figures_say_something():
    """The tests above would hold of empty results too."""
    statements = [one for seed in range(6) for one in json.loads(files(facts(seed))["results.json"])["statements"]]
    for name in ("common_ground", "bridge", "reservations", "divergences", "two_shore_consensus", "weakest_level"):
        assert {bool(one[name]) for one in statements} == {True, False}, name


def test_the_same_facts_make_the_same_bytes():
    assert archive(files(facts()), "eau") == archive(files(facts()), "eau")


def test_the_codebook_names_every_column_and_the_licence_is_told():
    content = files(facts())
    for resource in codebook()["resources"]:
        header = next(csv.reader(io.StringIO(content[resource["path"]].decode("utf-8-sig"))))
        assert header == [field["name"] for field in resource["schema"]["fields"]]
    figures = {field["name"] for field in codebook()["figures"]["fields"]}
    one = json.loads(content["results.json"])["statements"][0]
    assert set(one) - {"statement", "total", "levels", "shores"} <= figures
    assert b"CC BY 4.0" in content["LICENCE.txt"]


def test_the_manifest_is_one_that_other_tools_read(tmp_path):
    folder = unpacked(archive(files(facts()), "eau"), tmp_path)
    lines = dict(line.split("  ")[::-1] for line in (folder / "MANIFEST.sha256").read_text().splitlines())
    assert set(lines) == {path.name for path in folder.iterdir()} - {"MANIFEST.sha256"}
    for name, digest in lines.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_a_total_of_fewer_than_five_is_kept_back():
    alone = StatementFacts(1, {"fr": "Seule."}, "", (1, 1, 0), {})
    content = files(Facts("eau", {}, "", "", "", LEVELS, [alone]))
    assert content["statements.csv"].decode("utf-8-sig").splitlines()[1].endswith(",,,")
    assert json.loads(content["results.json"])["statements"][0]["total"] is None
