"""Recompute every number of a consultation's results from the tables beside this file. Python 3.9 or later, alone.

    python3 recompute.py [FOLDER]

Checks the SHA-256 of each file, reads the tables (statements, tables, people, network, stances), computes every number
of results.json anew and compares. Says what differs and exits with 1; or says how many numbers agree and exits with 0.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import sys
from pathlib import Path
from statistics import NormalDist
from typing import Any

MINIMUM, LEVELS_NEEDED = 5, 3
Z_90, Z_95, EQUIVALENCE, FLOOR, Q = 1.2816, 1.6449, 0.15, 0.6, 0.10
SHORES = ("north", "south_east")
TOLERANCE = 1e-9
Triple = tuple[int, int, int]  # agree, disagree, pass
Tables = dict[str, dict[str, Triple]]  # levels, shores, crossed -> group -> answers


def main(folder: Path) -> int:
    """Say whether the package agrees with itself; the exit code."""
    problems = check_manifest(folder)
    said = json.loads((folder / "results.json").read_text("utf-8"))
    found = {
        "statements": recompute(folder, said["levels"]),
        "organisations": organisations(folder),
        "people": people(folder),
        "balance": balance(folder),
    }
    counted = [0]
    for part, value in found.items():
        compare(value, said[part], part, problems, counted)
    for problem in problems:
        print(problem)  # noqa: T201 (a script that talks to a terminal)
    if not problems:
        print(f"{counted[0]} values recomputed: all agree.")  # noqa: T201 (a script that talks to a terminal)
    return 1 if problems else 0


def check_manifest(folder: Path) -> list[str]:
    """Files that are not what the manifest says."""
    problems = []
    for line in (folder / "MANIFEST.sha256").read_text("utf-8").splitlines():
        digest, name = line.split("  ", 1)
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            problems.append(f"{name}: not the file of the manifest")
    return problems


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the package."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def answers(row: dict[str, str]) -> Triple | None:
    """(agree, disagree, pass) of a row; None where they are kept back."""
    return (int(row["agree"]), int(row["disagree"]), int(row["pass"])) if row["agree"] else None


def recompute(folder: Path, levels: list[str]) -> list[dict[str, Any]]:
    """Each statement's entry of results.json."""
    statements = {int(row["statement"]): answers(row) for row in rows(folder, "statements.csv")}
    tables: dict[int, Tables] = {number: {"levels": {}, "shores": {}, "crossed": {}} for number in statements}
    for row in rows(folder, "tables.csv"):
        tables[int(row["statement"])][row["table"]][row["group"]] = answers(row) or (0, 0, 0)
    apart = divergences(tables, levels)
    return [entry(number, statements[number], tables[number], levels, apart[number]) for number in sorted(tables)]


def entry(number: int, total: Triple | None, tables: Tables, levels: list[str], apart: list[str]) -> dict[str, Any]:
    """What follows from one statement's tables."""
    heard = {level: tables["levels"][level] for level in levels if sum(tables["levels"].get(level, ())) >= MINIMUM}
    shores = {shore: tables["shores"][shore] for shore in SHORES if sum(tables["shores"].get(shore, ())) >= MINIMUM}
    smooth = {level: smoothed(triple) for level, triple in heard.items()}
    consensus = math.prod(smooth.values()) ** (1 / len(smooth)) if smooth else None
    people = sum(sum(triple) for triple in tables["levels"].values())
    agreed = sum(triple[0] for triple in tables["levels"].values())
    rates = [triple[0] / sum(triple) for triple in tables["levels"].values()]
    return {
        "statement": number,
        "total": shown(total),
        "levels": {group: shown(triple) for group, triple in tables["levels"].items()},
        "shores": {group: shown(triple) for group, triple in tables["shores"].items()},
        "level_consensus": consensus,
        "group_informed_consensus": math.prod(smooth.values()) if smooth else None,
        "weakest_level": min(smooth, key=smooth.__getitem__) if smooth else None,
        "reservations": [level for level, triple in heard.items() if wilson(triple)[1] < 1 / 2],
        "common_ground": len(heard) >= LEVELS_NEEDED
        and len(shores) == len(SHORES)
        and all(wilson(triple)[0] > 1 / 2 for triple in (*heard.values(), *shores.values())),
        "bridge": is_bridge(shores, consensus),
        "two_shore_consensus": two_shores(tables["crossed"], levels),
        "divergences": apart,
        "mean_of_people": agreed / people if people else None,
        "mean_of_levels": sum(t[0] / sum(t) for t in heard.values()) / len(heard) if heard else None,
        "net": (agreed - sum(triple[1] for triple in tables["levels"].values())) / people if people else None,
        "spread": max(rates) - min(rates) if len(rates) > 1 else None,
        "shore_gap": shore_gap(tables["shores"]),
    }


def shore_gap(shores: dict[str, Triple]) -> float | None:
    """How far apart the two shores agree."""
    if not all(shore in shores for shore in SHORES):
        return None
    north, south = (shores[shore] for shore in SHORES)
    return abs(north[0] / sum(north) - south[0] / sum(south))


def smoothed(triple: Triple) -> float:
    """(A + 1) / (S + 2)."""
    return (triple[0] + 1) / (sum(triple) + 2)


def wilson(triple: Triple) -> tuple[float, float]:
    """Lower and upper bound of A / S, each one-sided at 90 % (Wilson 1927)."""
    seen = sum(triple)
    if not seen:
        return 0.0, 1.0
    share = triple[0] / seen
    middle = share + Z_90 * Z_90 / (2 * seen)
    half = Z_90 * math.sqrt(share * (1 - share) / seen + Z_90 * Z_90 / (4 * seen * seen))
    return (middle - half) / (1 + Z_90 * Z_90 / seen), (middle + half) / (1 + Z_90 * Z_90 / seen)


def shown(triple: Triple | None) -> dict[str, Any] | None:
    """The shares of a row."""
    if triple is None:
        return None
    seen = sum(triple)
    lower, upper = wilson(triple)
    return {
        "seen": seen,
        "agree": triple[0] / seen if seen else None,
        "disagree": triple[1] / seen if seen else None,
        "smoothed": smoothed(triple),
        "lower": lower,
        "upper": upper,
    }


def is_bridge(shores: dict[str, Triple], consensus: float | None) -> bool:
    """The two shores agree to less than 0.15 (two one-sided tests at 5 %), and levels widely."""
    if len(shores) < len(SHORES) or consensus is None or consensus < FLOOR:
        return False
    north, south = (shores[shore] for shore in SHORES)
    difference = north[0] / sum(north) - south[0] / sum(south)
    error = math.sqrt(sum(smoothed(t) * (1 - smoothed(t)) / sum(t) for t in (north, south)))
    return difference + EQUIVALENCE > Z_95 * error and EQUIVALENCE - difference > Z_95 * error


def two_shores(crossed: dict[str, Triple], levels: list[str]) -> float | None:
    """The lower of the two shores' level-informed consensus; None where a shore shows no level."""
    found = []
    for shore in SHORES:
        triples = [crossed.get(f"{level}|{shore}", (0, 0, 0)) for level in levels]
        shares = [smoothed(triple) for triple in triples if sum(triple) >= MINIMUM]
        if not shares:
            return None
        found.append(math.prod(shares) ** (1 / len(shares)))
    return min(found)


def divergences(tables: dict[int, Tables], levels: list[str]) -> dict[int, list[str]]:
    """Levels that part from all others: two-sided tests of two shares, false discoveries held at 10 %."""
    tests = []
    for number, kinds in tables.items():
        whole = [sum(triple[k] for triple in kinds["levels"].values()) for k in range(3)]
        for level in levels:
            triple = kinds["levels"].get(level, (0, 0, 0))
            others = (whole[0] - triple[0], whole[1] - triple[1], whole[2] - triple[2])
            if sum(triple) >= MINIMUM and sum(others) >= MINIMUM:
                tests.append((2 * NormalDist().cdf(-abs(two_shares(triple, others))), number, level))
    tests.sort()
    held = max((rank for rank, (p, _n, _l) in enumerate(tests, 1) if p <= Q * rank / len(tests)), default=0)
    found: dict[int, list[str]] = {number: [] for number in tables}
    for _p, number, level in tests[:held]:
        found[number].append(level)
    return {number: sorted(names, key=levels.index) for number, names in found.items()}


def two_shares(one: Triple, other: Triple) -> float:
    """z of two shares with one added to each count."""
    n, m = sum(one) + 1, sum(other) + 1
    first, second = (one[0] + 1) / n, (other[0] + 1) / m
    pooled = (one[0] + other[0] + 2) / (n + m)
    variance = pooled * (1 - pooled) * (1 / n + 1 / m)
    return (first - second) / math.sqrt(variance) if variance > 0 else 0.0


def organisations(folder: Path) -> dict[str, dict[str, int]]:
    """What signed positions say of each statement."""
    found: dict[str, dict[str, int]] = {}
    names = {"1": "agree", "-1": "disagree", "0": "pass"}
    for row in rows(folder, "stances.csv"):
        tally = found.setdefault(row["statement"], {"agree": 0, "disagree": 0, "pass": 0})
        tally[names[row["value"]]] += 1
    return found


def people(folder: Path) -> dict[str, dict[str, int]]:
    """Who took part, by level and by shore: the sums of the groups of level by shore."""
    found: dict[str, dict[str, int]] = {"levels": {}, "shores": {}}
    for row in rows(folder, "people.csv"):
        if row["table"] == "crossed":
            for name, group in zip(found, row["group"].split("|")):  # noqa: B905 (Python 3.9)
                found[name][group] = found[name].get(group, 0) + int(row["people"])
    return found


def balance(folder: Path) -> float | None:
    """How evenly the levels of the network are heard: the lowest over the highest of people for an organisation."""
    heard = people(folder)["levels"]
    bodies = {row["level"]: int(row["organisations"]) for row in rows(folder, "network.csv")}
    shares = [heard.get(level, 0) / number for level, number in bodies.items() if number]
    return min(shares) / max(shares) if len(shares) > 1 and max(shares) else None


def compare(mine: Any, theirs: Any, where: str, problems: list[str], counted: list[int]) -> None:
    """Note each value that differs."""
    if isinstance(mine, dict) and isinstance(theirs, dict) and mine.keys() == theirs.keys():
        for key, value in mine.items():
            compare(value, theirs[key], f"{where}.{key}", problems, counted)
        return
    if isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        for place, value in enumerate(mine):
            compare(value, theirs[place], f"{where}[{place}]", problems, counted)
        return
    counted[0] += 1
    if isinstance(mine, float) and isinstance(theirs, (int, float)):
        if math.isclose(mine, theirs, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
            return
    elif mine == theirs:
        return
    problems.append(f"{where}: {theirs!r} is published, {mine!r} recomputed")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent))
