"""Availability: computed, overlapping pools, the worst one decides, nobody overtakes the queue, nobody is forgotten."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.capacity import (
    Conditions,
    Hold,
    Pool,
    Room,
    Seat,
    Tally,
    Waiter,
    claims_of,
    in_order,
    left_in,
    next_in_line,
    room_for,
    room_in,
    tightest,
    without_hold,
)

LOCAL_NORTH = Seat("local", "north", "online")
LOCAL_SOUTH = Seat("local", "south", "in_person")
NATIONAL_NORTH = Seat("national", "north", "online")
MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)

CONSTITUENCIES, SHORES, MODES = ["local", "regional", "citizens"], ["north", "south", ""], ["online", "in_person"]
seats = st.builds(Seat, st.sampled_from(CONSTITUENCIES), st.sampled_from(SHORES), st.sampled_from(MODES))
conditions = {
    "constituency": st.sampled_from(["", "local", "regional"]),
    "shore": st.sampled_from(["", "north", "south"]),
    "mode": st.sampled_from(["", "online"]),
}
pools = st.builds(Pool, size=st.integers(0, 4), closed=st.booleans() | st.just(False), **conditions)
holds = st.builds(Hold, number=st.integers(0, 2), ident=st.integers(1, 3), **conditions)
counts = st.dictionaries(seats, st.integers(0, 5))


@st.composite
def lines(draw):
    """People in line, some with a code, some with the same priority and time."""
    return [
        Waiter(
            ident,
            draw(seats),
            MONDAY + timedelta(hours=draw(st.integers(0, 3))),
            draw(st.integers(-1, 1)),
            draw(st.sampled_from([None, None, 1, 2])),
        )
        for ident in range(draw(st.integers(0, 8)))
    ]


def tally_with(line, taken=(), kept=()):
    return Tally(taken=dict(taken), waiting=Counter(waiter.seat for waiter in line), holds=tuple(kept))


def test_no_pool_means_no_limit():
    assert room_for(LOCAL_NORTH, [], Tally()) == Room.FREE


def test_a_pool_counts_only_the_seats_it_covers():
    pool = Pool(size=1, constituency="local")
    assert room_in(pool, Tally(taken={NATIONAL_NORTH: 5})) == Room.FREE
    assert room_in(pool, Tally(taken={LOCAL_SOUTH: 1})) == Room.FULL


def test_the_worst_of_overlapping_pools_decides():
    both = [Pool(size=10, constituency="local"), Pool(size=1, shore="south"), Pool(size=50)]
    tally = Tally(taken={LOCAL_SOUTH: 1})
    assert room_for(LOCAL_SOUTH, both, tally) == Room.FULL
    assert room_for(LOCAL_NORTH, both, tally) == Room.FREE
    assert tightest(LOCAL_SOUTH, both, tally) == both[1]


def test_a_newcomer_does_not_overtake_those_who_wait():
    pool = [Pool(size=2)]
    tally = Tally(taken={LOCAL_NORTH: 1}, waiting={LOCAL_SOUTH: 1})
    assert room_for(LOCAL_NORTH, pool, tally) == Room.QUEUED
    assert room_for(LOCAL_NORTH, pool, tally, behind_queue=False) == Room.FREE


def test_whoever_another_quota_keeps_out_keeps_nobody_else_waiting():
    pools = [Pool(size=10), Pool(size=1, shore="south")]
    tally = Tally(taken={LOCAL_SOUTH: 1}, waiting={LOCAL_SOUTH: 30})
    assert room_for(LOCAL_NORTH, pools, tally) == Room.FREE
    assert claims_of(pools, tally) == {LOCAL_SOUTH: 0}


def test_a_cut_below_what_is_taken_leaves_no_negative_places():
    assert left_in(Pool(size=1), Tally(taken={LOCAL_NORTH: 3})) == 0


def test_a_closed_pool_takes_nobody_but_by_the_team_s_hand():
    pool, empty = Pool(size=3, closed=True), Tally()
    assert room_in(pool, empty) == Room.CLOSED
    assert room_in(pool, empty, despite_closed=True) == Room.FREE


@pytest.mark.parametrize(
    ("hold", "pool", "is_counted"),
    [
        ({}, {"shore": "south"}, True),  # it might be used by someone of the south
        ({"shore": "north"}, {"shore": "south"}, False),
        ({"constituency": "local"}, {"shore": "south"}, True),
        ({"constituency": "local"}, {"constituency": "national"}, False),
    ],
)
def test_a_kept_place_is_counted_wherever_it_might_be_taken(hold, pool, is_counted):
    tally = Tally(holds=(Hold(number=1, **hold),))
    assert left_in(Pool(size=1, **pool), tally) == (0 if is_counted else 1)


def test_what_is_left_may_belong_to_invited_people():
    pool = Pool(size=2)
    tally = Tally(taken={LOCAL_NORTH: 1}, holds=(Hold(number=1, ident=7),))
    assert room_in(pool, tally) == Room.HELD
    assert room_in(pool, without_hold(tally, 7)) == Room.FREE
    assert room_in(pool, without_hold(tally, 8)) == Room.HELD


def test_people_are_served_by_priority_then_time_then_number():
    line = [
        Waiter(1, LOCAL_NORTH, MONDAY + timedelta(hours=1)),
        Waiter(4, LOCAL_NORTH, MONDAY),
        Waiter(2, LOCAL_NORTH, MONDAY),
        Waiter(3, LOCAL_NORTH, MONDAY + timedelta(days=1), priority=1),
    ]
    assert [waiter.ident for waiter in in_order(line)] == [3, 2, 4, 1]


def test_a_category_without_room_is_passed_and_the_others_go_on():
    line = [Waiter(n, seat, MONDAY + timedelta(hours=n)) for n, seat in enumerate([LOCAL_SOUTH] * 2 + [LOCAL_NORTH])]
    pools = [Pool(size=9), Pool(size=1, shore="south")]
    assert [w.ident for w in next_in_line(line, pools, tally_with(line))] == [0, 2]


def test_whoever_a_place_is_kept_for_is_served_where_others_wait():
    line = [Waiter(1, LOCAL_NORTH, MONDAY), Waiter(2, LOCAL_NORTH, MONDAY + timedelta(hours=1), hold=7)]
    tally = tally_with(line, kept=[Hold(number=1, ident=7)])
    assert [w.ident for w in next_in_line(line, [Pool(size=1, closed=True)], tally)] == [2]


@given(seats, st.builds(Conditions, **conditions), st.builds(Conditions, **conditions))
def test_conditions_meet_exactly_where_a_seat_is_covered_by_both(seat, one, other):
    if one.covers(seat) and other.covers(seat):
        assert one.meets(other)
    if one.meets(other):
        shared = Seat(
            one.constituency or other.constituency or "local",
            one.shore or other.shore or "north",
            one.mode or other.mode or "online",
        )
        assert one.covers(shared)
        assert other.covers(shared)


@given(
    st.lists(pools, max_size=4), st.lists(st.tuples(st.sampled_from(["come", "leave", "promote"]), seats), max_size=60)
)
def test_whatever_the_sequence_no_pool_is_ever_oversold(pools, steps):
    taken, waiting = Counter(), Counter()
    for step, seat in steps:
        tally = Tally(taken=taken, waiting=waiting)
        if step == "come":
            (taken if room_for(seat, pools, tally) == Room.FREE else waiting)[seat] += 1
        elif step == "leave" and taken[seat]:
            taken[seat] -= 1
        elif step == "promote" and waiting[seat] and room_for(seat, pools, tally, behind_queue=False) == Room.FREE:
            waiting[seat] -= 1
            taken[seat] += 1
        for pool in pools:
            assert sum(n for s, n in taken.items() if pool.covers(s)) <= pool.size


@given(st.lists(pools, max_size=4), seats, counts, counts)
def test_waiting_people_never_make_more_room(pools, seat, taken, waiting):
    with_queue = room_for(seat, pools, Tally(taken=taken, waiting=waiting))
    without = room_for(seat, pools, Tally(taken=taken))
    assert with_queue <= without


@given(st.lists(pools, max_size=4), lines(), counts, st.lists(holds, max_size=2))
def test_serving_the_line_raises_no_pool_above_its_size(pools, line, taken, kept):
    served = list(next_in_line(line, pools, tally_with(line, taken, kept)))
    assert len({waiter.ident for waiter in served}) == len(served)
    for pool in pools:
        before = sum(n for s, n in taken.items() if pool.covers(s))
        after = before + sum(pool.covers(waiter.seat) for waiter in served)
        assert after <= max(pool.size, before)


@given(st.lists(pools, max_size=4), lines(), counts, st.lists(holds, max_size=2))
def test_serving_the_line_keeps_its_order_within_each_category(pools, line, taken, kept):
    served = [waiter.ident for waiter in next_in_line(line, pools, tally_with(line, taken, kept))]
    for category in {(waiter.seat, waiter.hold) for waiter in line}:
        same = [w.ident for w in in_order(line) if (w.seat, w.hold) == category]
        chosen = [ident for ident in served if ident in same]
        assert chosen == same[: len(chosen)]


@given(st.lists(pools, max_size=4), lines(), counts)
def test_once_the_line_is_served_nobody_left_in_it_finds_a_seat(pools, line, taken):
    line = [replace(waiter, hold=None) for waiter in line]
    tally = tally_with(line, taken)
    served = list(next_in_line(line, pools, tally))
    after = replace(tally, taken=Counter(tally.taken) + Counter(waiter.seat for waiter in served))
    for waiter in line:
        if waiter not in served:
            assert room_for(waiter.seat, pools, after, behind_queue=False) != Room.FREE
    assert list(next_in_line([w for w in line if w not in served], pools, after)) == []


@given(st.lists(pools, max_size=4), lines(), counts, seats)
def test_a_newcomer_finds_a_seat_only_if_one_is_left_once_the_line_is_served(pools, line, taken, newcomer):
    line = [replace(waiter, hold=None) for waiter in line]
    tally = tally_with(line, taken)
    if room_for(newcomer, pools, tally) == Room.FREE:
        served = list(next_in_line(line, pools, tally))
        after = Tally(taken=Counter(tally.taken) + Counter(waiter.seat for waiter in served))
        assert room_for(newcomer, pools, after) == Room.FREE
