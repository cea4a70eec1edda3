"""A stream whose page is to be read anew: followers take the snapshot, and go on from there."""

import pytest
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext

from kernel.live import actions, queries
from tests.site.kernel.live.test_protocol import opened
from tests.site.kernel.live.world import committed, off_loop, quiet


@pytest.mark.asyncio
async def test_followers_take_the_page_and_hear_what_comes_after(world):
    world.write("a", "un")
    world.write("b", "deux")
    one = await opened(world)
    with committed(), transaction.atomic():
        world.objects.pop("a")  # what changed is not told event by event
        actions.start_over(stream="test:1")
    await quiet()
    assert one.last("reset")["why"] == "behind"
    one.open(*world.page())
    await one.follow()
    world.write("c", "trois")
    await quiet()
    assert one.rows() == {"b": "deux/1", "c": "trois/1"}


@pytest.mark.django_db
@pytest.mark.parametrize("since", [0, 1])
def test_whoever_polls_from_before_takes_the_page(world, client, since):
    world.write("a", "un")
    with transaction.atomic():
        actions.start_over(stream="test:1")
    assert client.get("/live/test:1", {"since": since}).json()["frame"]["type"] == "reset"
    head = queries.head("test:1")
    assert client.get("/live/test:1", {"since": head.seq}).json()["frame"] is None
    world.write("b", "deux")
    assert client.get("/live/test:1", {"since": head.seq}).json()["frame"]["id"] == "b"


@pytest.mark.asyncio
@pytest.mark.parametrize("readers", [1, 30])
async def test_starting_over_costs_the_same_for_one_reader_and_for_thirty(world, readers):
    everyone = [await opened(world) for _number in range(readers)]
    with off_loop():
        queries_made = CaptureQueriesContext(connections["default"]).__enter__()
    with committed(), transaction.atomic():
        actions.start_over(stream="test:1")
    await quiet()
    assert all(one.last("reset") for one in everyone)
    read = [query for query in queries_made if query["sql"].startswith("SELECT")]
    assert len(read) == 6, "the act, the log, and the address with its rights once a language"
