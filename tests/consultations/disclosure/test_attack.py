"""The attack: everything ever published of a statement is solved, and no group under five people comes out."""

import json
import random

import pytest

from consultations.disclosure import Crossing, Ladder, climbed, exposed, moved
from consultations.publication import Tables, from_json, stepped, to_json
from tests.consultations.disclosure.attacker import CELL, LEVEL, SHORE, Attacker

LEVELS = ["local", "regional", "national", "european", "civil_society", "research", "business", "citizens"]
SHORES = ["north", "south_east", "basin"]
SIZES = {"few": 60, "some": 200, "many": 700}


def stream(draw, people):
    """People of unequal groups come one by one, each with an answer that depends on the group."""
    weights = {(level, shore): draw.random() ** 3 for level in LEVELS for shore in SHORES}
    leaning = {cell: draw.choice([(8, 1, 1), (1, 8, 1), (1, 1, 1), (1, 0, 0), (0, 1, 0)]) for cell in weights}
    for _person in range(people):
        cell = draw.choices(list(weights), list(weights.values()))[0]
        yield cell, draw.choices([0, 1, 2], leaning[cell])[0]


def frames(seed, people):
    """(everyone exactly, tables) after each step that was published, and at a few moments when nothing was."""
    draw = random.Random(seed)
    cells = {(level, shore): (0, 0, 0) for level in LEVELS for shore in SHORES}
    tables, found = Tables(), []
    pause = draw.choice([1, 3, 11])
    for number, (cell, answer) in enumerate(stream(draw, people)):
        counts = list(cells[cell])
        counts[answer] += 1
        cells = {**cells, cell: tuple(counts)}
        if number % pause:
            continue
        after = stepped(tables, cells)
        if after:
            found.append((dict(cells), tables, after))
            tables = after
    after = stepped(tables, cells, final=True)
    return [*found, (dict(cells), tables, after)] if after else found


def figures(tables, layer):
    pick = sum if layer is None else lambda counts: counts[layer]
    ladders = {LEVEL: tables.levels, SHORE: tables.shores, CELL: tables.crossed}
    return {(kind, group): pick(c) for kind, ladder in ladders.items() for group, c in ladder.shown.items()}


def replaced(before, after):
    ladders = {LEVEL: "levels", SHORE: "shores", CELL: "crossed"}
    return [
        (kind, group)
        for kind, name in ladders.items()
        for group, counts in getattr(after, name).shown.items()
        if getattr(before, name).shown.get(group) != counts
    ]


def attackers(seen):
    """Four of them: one for each answer, and one for people whatever they answered."""
    found = []
    for layer in (0, 1, 2, None):
        attacker = Attacker(LEVELS, SHORES)
        for cells, before, after in seen:
            pick = sum if layer is None else (lambda counts, at=layer: counts[at])
            attacker.see(sum(pick(c) for c in cells.values()), figures(after, layer), replaced(before, after))
        found.append(attacker)
    return found


def people_of(cells, group):
    kind, name = group
    place = {LEVEL: lambda c: c[0] == name, SHORE: lambda c: c[1] == name, CELL: lambda c: "|".join(c) == name}[kind]
    return sum(sum(counts) for cell, counts in cells.items() if place(cell))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seed", range(4))
def test_no_group_under_five_is_found_in_everything_ever_published(size, seed):
    seen = frames(seed, SIZES[size])[-10:]
    everyone = attackers(seen)
    bounds = [attacker.bounds() for attacker in everyone]
    solved = everyone[3].eliminated() if seen else set()
    for at, (cells, _before, _after) in enumerate(seen):
        for group in everyone[3].groups():
            people = people_of(cells, group)
            came = people - people_of(seen[at - 1][0], group) if at else people
            for number, how in ((people, "at"), (came, "came")):
                if not 0 < number < 5 or (how == "came" and not at):
                    continue
                by_answer = [one[group, how, at] for one in bounds[:3]]
                low = max(sum(one[0] for one in by_answer), bounds[3][group, how, at][0])
                high = min(sum(one[1] for one in by_answer), bounds[3][group, how, at][1])
                assert low < high, (group, how, at, number)
                if how == "at":
                    assert (group, at) not in solved


@pytest.mark.parametrize("seed", range(6))
def test_a_figure_is_replaced_only_when_it_has_moved_by_five_people(seed):
    for _cells, before, after in frames(seed, 400):
        for kind, group in replaced(before, after):
            name = {LEVEL: "levels", SHORE: "shores", CELL: "crossed"}[kind]
            old = getattr(before, name).shown.get(group, (0, 0, 0))
            new = getattr(after, name).shown[group]
            assert moved(tuple(n - o for n, o in zip(new, old, strict=True))) >= 5
            assert sum(new) >= 5


@pytest.mark.parametrize("seed", range(6))
def test_tables_come_back_from_json_as_they_were(seed):
    for _cells, _before, after in frames(seed, 150):
        assert from_json(json.loads(json.dumps(to_json(after)))) == after


def test_much_is_shown_of_a_consultation_that_many_answer():
    cells, _before, after = frames(3, 700)[-1]
    everyone = sum(sum(counts) for counts in cells.values())
    assert sum(after.levels.total) > 0.85 * everyone
    assert sum(after.shores.total) > 0.95 * everyone


def test_one_small_group_waits_with_another():
    shown = climbed(Ladder({}), {"local": (3, 0, 0), "regional": (9, 0, 0), "national": (30, 0, 0)})
    assert shown.shown == {"national": (30, 0, 0)}


def test_two_small_groups_of_four_people_take_a_third_with_them():
    shown = climbed(Ladder({}), {"local": (3, 0, 0), "regional": (1, 0, 0), "national": (30, 0, 0)})
    assert shown is None


def test_people_who_change_their_minds_count_as_moved():
    assert moved((-1, 1, 0)) == 1
    assert moved((5, 0, 0)) == 5
    assert moved((-3, 0, 0)) == 3


def test_margins_by_answer_give_a_crossed_cell_away():
    """All who agree are local, and two in the south agree: two local people are in the south."""
    cells = {
        ("local", "north"): (8, 0, 0),
        ("local", "south"): (2, 0, 0),
        ("civil", "north"): (0, 9, 0),
        ("civil", "south"): (0, 6, 0),
    }
    margins = frozenset({("local", ""), ("civil", ""), ("", "north"), ("", "south")})
    assert exposed(Crossing(cells, margins, {})) == ("local", "south")
    assert exposed(Crossing(cells, margins - {("", "north"), ("", "south")}, {})) is None
