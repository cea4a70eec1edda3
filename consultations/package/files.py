"""The files of a package: tables as CSV, figures as JSON, what each column means, and the right to use them all."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from ..choices import MINIMUM_CELL
from .codebook import codebook
from .figures import Table, Triple, balance, results

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SCRIPT = Path(__file__).with_name("recompute.py")
NAMES = {1: "agree", -1: "disagree", 0: "pass"}


@dataclass(frozen=True)
class StatementFacts:
    """A statement as published: its wordings by language, everyone's answers, and its published tables."""

    number: int
    texts: Mapping[str, str]
    proposed_by: str
    total: Triple
    tables: Mapping[str, Table]


@dataclass(frozen=True)
class PositionFacts:
    """An organisation's signed position; `stances`: statement number -> value."""

    organisation: str
    level: str
    shore: str
    revision: int
    signed_on: str
    language: str
    text: str
    stances: Mapping[int, int]


@dataclass(frozen=True)
class Facts:
    """All that is published of a consultation. `people`: as a statement's tables, with people in the first place;
    `people_in_all`: everyone. `network`: organisations of the directory by level.
    `log`: the last link that seals a vote. `analysis`: what the statistics said last, as published.
    """

    slug: str
    titles: Mapping[str, str]
    address: str
    opens_at: str
    closes_at: str
    levels: Sequence[str]
    statements: Sequence[StatementFacts]
    people: Mapping[str, Table] = field(default_factory=dict)
    people_in_all: int = 0
    network: Mapping[str, int] = field(default_factory=dict)
    positions: Sequence[PositionFacts] = ()
    log: Mapping[str, Any] = field(default_factory=dict)
    analysis: Mapping[str, Any] = field(default_factory=dict)


def files(facts: Facts) -> dict[str, bytes]:
    """The files by name; the archive adds their manifest."""
    found = {
        "README.txt": _readme(facts),
        "LICENCE.txt": _licence(facts),
        "codebook.json": _json(codebook()),
        "consultation.json": _json(_about(facts)),
        "statements.csv": _csv(STATEMENTS, map(_statement, facts.statements)),
        "tables.csv": _csv(TABLES, _tables(facts.statements)),
        "people.csv": _csv(PEOPLE, _people(facts.people)),
        "network.csv": _csv(NETWORK, sorted(facts.network.items())),
        "positions.csv": _csv(POSITIONS, map(_position, facts.positions)),
        "stances.csv": _csv(STANCES, _stances(facts.positions)),
        "results.json": _json(_results(facts)),
        "recompute.py": SCRIPT.read_bytes(),
    }
    if facts.analysis:
        found["analysis.json"] = _json(facts.analysis)
    return found


STATEMENTS = ("statement", "text_fr", "text_en", "text_ar", "proposed_by", "agree", "disagree", "pass")
TABLES = ("statement", "table", "group", "agree", "disagree", "pass")
PEOPLE = ("table", "group", "people")
NETWORK = ("level", "organisations")
POSITIONS = ("organisation", "level", "shore", "revision", "signed_on", "language", "text")
STANCES = ("organisation", "statement", "value")


def _statement(one: StatementFacts) -> tuple[Any, ...]:
    texts = (one.texts.get(code, "") for code in ("fr", "en", "ar"))
    return (one.number, *texts, one.proposed_by, *(_open(one.total) or ("", "", "")))


def _open(triple: Triple) -> Triple | None:
    """The answers of everyone, unless so few have answered that they would tell of them."""
    return triple if _may_tell(sum(triple)) else None


def _may_tell(people: int) -> bool:
    return people == 0 or people >= MINIMUM_CELL


def _tables(statements: Iterable[StatementFacts]) -> Iterable[tuple[Any, ...]]:
    for one in statements:
        for name in ("levels", "shores", "crossed"):
            for group, triple in sorted(one.tables.get(name, {}).items()):
                yield (one.number, name, group, *triple)


def _people(tables: Mapping[str, Table]) -> Iterable[tuple[Any, ...]]:
    for name in ("levels", "shores", "crossed"):
        for group, triple in sorted(tables.get(name, {}).items()):
            yield name, group, triple[0]


def _position(one: PositionFacts) -> tuple[Any, ...]:
    return one.organisation, one.level, one.shore, one.revision, one.signed_on, one.language, one.text


def _stances(positions: Iterable[PositionFacts]) -> Iterable[tuple[Any, ...]]:
    for one in positions:
        for number, value in sorted(one.stances.items()):
            yield one.organisation, number, value


def _results(facts: Facts) -> dict[str, Any]:
    totals = {one.number: triple for one in facts.statements if (triple := _open(one.total)) is not None}
    stances: dict[str, Counter[str]] = {}
    for position in facts.positions:
        for number, value in position.stances.items():
            stances.setdefault(str(number), Counter(dict.fromkeys(NAMES.values(), 0)))[NAMES[value]] += 1
    return {
        "levels": list(facts.levels),
        "statements": results(facts.levels, {one.number: one.tables for one in facts.statements}, totals),
        "organisations": stances,
        "people": {
            name: {group: triple[0] for group, triple in facts.people.get(name, {}).items()}
            for name in ("levels", "shores")
        },
        "balance": balance(
            {level: people[0] for level, people in facts.people.get("levels", {}).items()}, facts.network
        ),
    }


def _about(facts: Facts) -> dict[str, Any]:
    return {
        "consultation": facts.slug,
        "title": dict(facts.titles),
        "address": facts.address,
        "opens_at": facts.opens_at,
        "closes_at": facts.closes_at,
        "licence": LICENCE,
        "smallest_group": MINIMUM_CELL,
        "people": facts.people_in_all if _may_tell(facts.people_in_all) else None,
        "log": dict(facts.log),
    }


def _readme(facts: Facts) -> bytes:
    title = "\n".join(text for text in facts.titles.values() if text)
    return f"""{title}
{facts.address}

Résultats publiés de la consultation. Aucun groupe de moins de {MINIMUM_CELL} personnes n’y figure, et aucun vote isolé.
codebook.json dit ce que contient chaque colonne. `python3 recompute.py` recalcule chaque nombre de results.json.
`sha256sum -c MANIFEST.sha256` vérifie que les fichiers sont entiers.

Published results of the consultation. No group of fewer than {MINIMUM_CELL} people stands in it, and no single vote.
codebook.json says what each column holds. `python3 recompute.py` recomputes every number of results.json.
`sha256sum -c MANIFEST.sha256` checks that the files are whole.

النتائج المنشورة للاستشارة. لا تظهر فيها أي مجموعة تقل عن {MINIMUM_CELL} أشخاص، ولا أي صوت منفرد.
يشرح codebook.json محتوى كل عمود. يعيد `python3 recompute.py` حساب كل رقم في results.json.
يتحقق `sha256sum -c MANIFEST.sha256` من سلامة الملفات.
""".encode()


def _licence(facts: Facts) -> bytes:
    return f"""Creative Commons Attribution 4.0 International (CC BY 4.0)
{LICENCE}

Attribution: {next((text for text in facts.titles.values() if text), facts.slug)}, {facts.address}

Les textes signés par des organisations restent les leurs ; citez-les par leur nom.
Texts signed by organisations remain theirs; quote them by name.
تبقى النصوص الموقَّعة من المنظمات ملكًا لها؛ اذكروا أسماءها عند الاقتباس.
""".encode()


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read every script. Texts are kept as they are: a program reads them."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n").encode()
