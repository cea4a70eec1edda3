"""Availability: computed, overlapping pools, the worst one decides, nobody overtakes the queue."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from events.capacity import Pool, Room, Seat, Tally, left_in, room_for, room_in, tightest

LOCAL_NORTH = Seat("local", "north", "online")
LOCAL_SOUTH = Seat("local", "south", "in_person")
NATIONAL_NORTH = Seat("national", "north", "online")

seats = st.builds(
    Seat,
    st.sampled_from(["local", "regional", "citizens"]),
    st.sampled_from(["north", "south", ""]),
    st.sampled_from(["online", "in_person"]),
)
pools = st.builds(
    Pool,
    size=st.integers(0, 4),
    constituency=st.sampled_from(["", "local", "regional"]),
    shore=st.sampled_from(["", "north", "south"]),
    mode=st.sampled_from(["", "online"]),
)


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


def test_a_cut_below_what_is_taken_leaves_no_negative_places():
    assert left_in(Pool(size=1), Tally(taken={LOCAL_NORTH: 3})) == 0


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


@given(
    st.lists(pools, max_size=4),
    seats,
    st.dictionaries(seats, st.integers(0, 5)),
    st.dictionaries(seats, st.integers(0, 5)),
)
def test_waiting_people_never_make_more_room(pools, seat, taken, waiting):
    with_queue = room_for(seat, pools, Tally(taken=taken, waiting=waiting))
    without = room_for(seat, pools, Tally(taken=taken))
    assert with_queue <= without
