"""What an answer of each kind is, which questions are asked, and the columns they take: without a database."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.choices import QuestionKind
from consultations.questionnaire import Asked, Choice, Invalid, Page, Questionnaire, asked_among, clean, read
from consultations.questionnaire.codebook import cell_of, columns_of
from consultations.questionnaire.paths import pages_asked, problems_of
from consultations.questionnaire.wording import in_words
from kernel.ui.projection import project

ABC = (Choice("a"), Choice("b"), Choice("autre", is_free=True))
ROWS = (Choice("ombre"), Choice("eau"))


def asked(kind, pk=1, **more):
    return Asked(pk=pk, code=f"q{pk}", kind=QuestionKind(kind), **more)


QUESTIONS = {
    "short": asked("short"),
    "long": asked("long", settings={"length": 60}),
    "single": asked("single", choices=ABC),
    "multiple": asked("multiple", choices=ABC, settings={"most": 2}),
    "scale": asked("scale", settings={"low": 0, "high": 10}),
    "matrix": asked("matrix", choices=ABC[:2], rows=ROWS),
    "ranking": asked("ranking", choices=ABC),
    "number": asked("number", settings={"minimum": 0, "maximum": 100}),
    "date": asked("date", settings={"earliest": "2026-01-01"}),
    "place": asked("place"),
    "file": asked("file"),
}
FILE = {"path": "responses/x.pdf", "name": "plan.pdf", "size": 3, "type": "application/pdf"}
GOOD = [
    ("short", {"q1": ["  Ici "]}, "Ici"),
    ("long", {"q1": ["Un\r\ndeux"]}, "Un\ndeux"),
    ("single", {"q1": ["b"]}, {"codes": ["b"], "words": {}}),
    ("single", {"q1": ["autre"], "q1-autre": ["à vélo"]}, {"codes": ["autre"], "words": {"autre": "à vélo"}}),
    ("multiple", {"q1": ["b", "a", "inconnu"]}, {"codes": ["a", "b"], "words": {}}),
    ("scale", {"q1": ["0"]}, 0),
    ("matrix", {"q1-ombre": ["a"], "q1-eau": ["zzz"]}, {"ombre": "a"}),
    ("ranking", {"q1-a": ["2"], "q1-b": ["1"]}, {"b": 1, "a": 2}),
    ("number", {"q1": ["1\u202f2,50"]}, "12.5"),
    ("number", {"q1": ["١٢٫٥"]}, "12.5"),
    ("date", {"q1": ["2026-12-09"]}, "2026-12-09"),
    ("date", {"q1": ["09/12/2026"]}, "2026-12-09"),
    ("place", {"q1-lat": ["36,80001"], "q1-lon": ["10.2"]}, {"lat": 36.8, "lon": 10.2}),
    ("place", {"q1-town": ["Tanger"]}, {"lat": 35.77, "lon": -5.8, "town": "Tanger"}),
]
WRONG = [
    ("short", "x" * 301),
    ("long", "x" * 61),
    ("single", {"codes": ["a", "b"], "words": {}}),
    ("single", {"codes": ["autre"], "words": {}}),
    ("multiple", {"codes": ["a", "b", "autre"], "words": {"autre": "x"}}),
    ("scale", 11),
    ("ranking", {"a": 1, "b": 1}),
    ("ranking", {"a": 1, "b": 3}),
    ("number", "douze"),
    ("number", "NaN"),
    ("number", "101"),
    ("date", "2026-02-30"),
    ("date", "2025-12-31"),
    ("place", {"lat": "91", "lon": "0"}),
    ("place", {"label": "Le port"}),
]


@pytest.mark.parametrize(("kind", "typed", "value"), GOOD)
def test_what_is_typed_becomes_one_value_and_stays_it(kind, typed, value):
    question = QUESTIONS[kind]
    kept = clean(question, read(question, lambda name: typed.get(name, [])))
    assert kept == value
    assert clean(question, kept) == kept


@pytest.mark.parametrize(("kind", "value"), WRONG)
def test_what_cannot_be_sent_says_so_in_words(kind, value):
    with pytest.raises(Invalid, match=r"\w"):
        clean(QUESTIONS[kind], value)
    in_words(QUESTIONS[kind], value)  # a draft may hold it: it can always be shown


@pytest.mark.parametrize("kind", QUESTIONS)
def test_no_answer_is_none_unless_one_is_needed(kind):
    question = QUESTIONS[kind]
    assert clean(question, read(question, lambda _name: [])) is None
    with pytest.raises(Invalid):
        clean(replace(question, is_required=True), None)


@given(st.text(), st.sampled_from(sorted(QUESTIONS)))
def test_whatever_is_typed_is_kept_shown_and_judged(text, kind):
    question = QUESTIONS[kind]
    value = read(question, lambda _name: [text])
    in_words(question, value)
    try:
        kept = clean(question, value)
    except Invalid:
        return
    assert all(
        isinstance(cell_of(column, kept), str | int | float) or kind == "number" for column in columns_of([question])
    )


# -- which questions are asked


CHAIN = [
    asked("single", 1, choices=ABC),
    asked("scale", 2, depends_on=1, depends_values=frozenset("b")),
    asked("short", 3, depends_on=2, depends_values=frozenset({"4", "5"}), is_required=True),
]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {1}),
        ({1: {"codes": ["a"]}}, {1}),
        ({1: {"codes": ["b"]}}, {1, 2}),
        ({1: {"codes": ["b"]}, 2: 5}, {1, 2, 3}),
        ({1: {"codes": ["a"]}, 2: 5, 3: "resté du brouillon"}, {1}),
    ],
)
def test_a_question_is_asked_when_all_it_hangs_on_is(answers, expected):
    assert asked_among(CHAIN, answers) == expected


def test_a_page_where_nothing_is_asked_is_left_out():
    questionnaire = Questionnaire((Page(1, (CHAIN[0],)), Page(2, (CHAIN[1],)), Page(3, (CHAIN[2],))))
    assert [number for number, _questions in pages_asked(questionnaire, {})] == [1]
    assert [number for number, _questions in pages_asked(questionnaire, {1: {"codes": ["b"]}, 2: 4})] == [1, 2, 3]


def test_only_what_is_asked_is_sent_or_missing():
    questions = [question for question in CHAIN if question.pk in asked_among(CHAIN, {1: {"codes": ["b"]}, 2: 4})]
    sound, problems = problems_of(questions, {1: {"codes": ["b"]}, 2: 4})
    assert sound.keys() == {1, 2}
    assert problems.keys() == {3}


# -- columns and counts


def test_columns_follow_from_the_questions_and_never_from_the_paths():
    names = [column.name for question in QUESTIONS.values() for column in columns_of([question])]
    assert [name.replace("q1", "", 1) for name in names] == [
        *["", "", ""],
        "__autre__words",
        *["__a", "__b", "__autre", "__autre__words"],
        "",
        *["__ombre", "__eau"],
        *["__a", "__b", "__autre"],
        *["", ""],
        *["__lat", "__lon", "__label", "__town"],
        "",
    ]
    assert [column.name for column in columns_of(CHAIN)] == ["q1", "q1__autre__words", "q2", "q3"]


@pytest.mark.parametrize(
    ("kind", "value", "cells"),
    [
        ("multiple", {"codes": ["a", "autre"], "words": {"autre": "vélo"}}, [1, 0, 1, "vélo"]),
        ("matrix", {"eau": "b"}, ["", "b"]),
        ("ranking", {"b": 1, "a": 2}, [2, 1, ""]),
        ("file", FILE, ["plan.pdf"]),
        ("scale", None, [""]),
    ],
)
def test_an_answer_stands_in_its_columns(kind, value, cells):
    assert [cell_of(column, value) for column in columns_of([QUESTIONS[kind]])] == cells


# -- the map


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_script_reads_the_map_as_the_server_draws_it():
    module = Path("site/static/js/questionnaire-place.js").resolve().as_uri()
    places = [(36.8, 10.18), (43.3, 5.37), (35.77, -5.8), (31.5, 34.4), (37.9, 15.4)]
    points = [project(*place) for place in places]
    read_back = f"{json.dumps(points)}.map(([x, y]) => unproject(x, y))"
    script = f"import {{ unproject }} from '{module}'; console.log(JSON.stringify({read_back}))"
    told = subprocess.run(
        [shutil.which("node"), "--input-type=module", "-e", script], capture_output=True, text=True, check=True
    )
    found = json.loads(told.stdout)
    assert all(
        abs(a - b) < 0.01 for place, point in zip(places, found, strict=True) for a, b in zip(place, point, strict=True)
    )
