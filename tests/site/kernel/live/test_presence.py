"""Who is writing and how many are there: told to readers for seconds, never stored (forums.md 3.7)."""

import json
import time

import pytest

from kernel.live import actions, poke, presence, registry
from kernel.live.hub import hub_here
from kernel.live.models import Event, Stream
from tests.site.kernel.live.world import Browser, a_person, committed, off_loop, quiet, session_of

pytestmark = pytest.mark.asyncio


@pytest.fixture
def shy():
    """Who prefers not to be seen."""
    return set()


@pytest.fixture
def people(world, shy):
    """Streams `seen:<ident>`, which tell of their readers."""
    registry.stream_kind(
        "seen",
        may_read=world.may_read,
        render=world.render,
        snapshot=world.snapshot,
        load=world.load,
        ephemeral=lambda person: "" if person.pk in shy else person.display_name,
    )
    return world


async def reader(people, person, stream="seen:1"):
    one = Browser(session_of(person))
    one.open(*people.page(stream))
    await one.connect()
    await one.follow(stream)
    return one


async def told(after=0.0, stream="seen:1"):
    """What the loop does every second, that many seconds from now."""
    more = await hub_here().feeds[stream].presence.tell(time.monotonic() + after)
    await quiet()
    return more


def seen(one):
    """The last that a browser was told of the people there."""
    frames = [frame for frame in map(json.loads, one.frames) if frame["type"] == "eph"]
    return (frames[-1]["who"], frames[-1]["present"]) if frames else None


async def test_others_see_who_is_writing_and_the_writer_does_not(people):
    one = await reader(people, a_person(display_name="Nadia"))
    two = await reader(people, a_person(display_name="Marco"))
    await one.say(type="typing", s="seen:1")
    await told()
    assert (seen(one), seen(two)) == (([], 2), (["Nadia"], 2))
    assert json.loads(two.frames[-1]) == {"type": "eph", "s": "seen:1", "who": ["Nadia"], "present": 2}


async def test_a_name_goes_after_six_seconds(people):
    one, two = [await reader(people, a_person(display_name=name)) for name in ("Nadia", "Marco")]
    await one.say(type="typing", s="seen:1")
    assert await told(after=5.5)
    assert seen(two) == (["Nadia"], 2)
    assert not await told(after=6.5)
    assert seen(two) == ([], 2)


async def test_what_is_said_too_often_is_dropped(people, layer, monkeypatch):
    one, said = await reader(people, a_person()), []

    async def listen(group, message, send=layer.group_send):
        said.append(message)
        await send(group, message)

    monkeypatch.setattr(layer, "group_send", listen)
    for _key in range(5):
        await one.say(type="typing", s="seen:1")
    assert len(said) == 1
    subscription = next(iter(hub_here().feeds["seen:1"].subscriptions))
    subscription.wrote_at -= presence.WRITING_EVERY
    await one.say(type="typing", s="seen:1")
    assert (len(said), one.closed_with) == (2, None)


async def test_people_are_counted_once_in_several_tabs_and_processes(people):
    person, other = a_person(), a_person()
    one, _tab, two = [await reader(people, who) for who in (person, person, other)]
    elsewhere = {"type": "eph", "from": "another process", "here": [str(person.pk), "9001", "9002"]}
    await poke.whisper("seen:1", elsewhere)
    await quiet()
    assert await told()
    assert seen(two) == ([], 4)
    await poke.whisper("seen:1", {"type": "eph", "from": "another process", "p": "9001", "name": "Giulia"})
    await quiet()
    await told()
    assert seen(one) == (["Giulia"], 4)


@pytest.mark.parametrize("end", ["says goodbye", "falls silent"])
async def test_a_process_that_went_is_forgotten(people, end):
    one = await reader(people, a_person())
    await poke.whisper("seen:1", {"type": "eph", "from": "another process", "here": ["9001"]})
    await quiet()
    await told()
    assert seen(one) == ([], 2)
    if end == "says goodbye":
        await poke.whisper("seen:1", {"type": "eph", "from": "another process", "here": []})
        await quiet()
    assert not await told(after=0 if end == "says goodbye" else presence.HERE_FOR + 1)
    assert seen(one) == ([], 1)


async def test_processes_learn_of_each_other_and_say_when_their_last_reader_goes(people, layer, monkeypatch):
    said = []

    async def listen(group, message, send=layer.group_send):
        said.append(message)
        await send(group, message)

    monkeypatch.setattr(layer, "group_send", listen)
    person = a_person()
    one = await reader(people, person)
    await told()
    await told()
    await poke.whisper("seen:1", {"type": "eph", "from": "a new process", "here": ["9001"]})
    await quiet()
    await told()
    await one.cut()
    ours = [message["here"] for message in said if message.get("from") == hub_or(said)]
    assert ours == [[str(person.pk)], [str(person.pk)], []]


def hub_or(said):
    """The name under which this process speaks."""
    return next(message["from"] for message in said if message["type"] == "eph")


async def test_the_heartbeat_says_again_who_is_here(people):
    one = await reader(people, a_person())
    await told()
    await hub_here().beat(now=0)
    assert hub_here().feeds["seen:1"].presence._owes
    assert one.types()[-1] == "head"


async def test_who_prefers_not_to_be_seen_is_neither_named_nor_counted(people, shy):
    hidden = a_person()
    shy.add(hidden.pk)
    one, two = await reader(people, hidden), await reader(people, a_person())
    await one.say(type="typing", s="seen:1")
    await told()
    assert seen(one) == seen(two) == ([], 1)


async def test_names_go_to_readers_only(people):
    kept, lost = a_person(display_name="Nadia"), a_person()
    people.readers = {kept.pk, lost.pk}
    one, two, three = await reader(people, kept), await reader(people, lost), await reader(people, kept)
    people.readers = {kept.pk}
    # rights have changed and nobody was asked again yet: the frame waits for the answer
    with off_loop():
        Stream.objects.get_or_create(key="seen:1")
    feed = hub_here().feeds["seen:1"]
    feed.acl += 1
    feed.presence._writing["9001"] = ("Giulia", time.monotonic() + 6)
    assert await told()
    assert not any("Giulia" in text for text in two.frames)
    with committed():
        actions.revoke(person_id=lost.pk)
    await quiet()
    feed.acl -= 1
    await told()
    assert (two.types()[-1], seen(three)) == ("gone", (["Giulia"], 1))
    assert not any("Giulia" in text for text in two.frames)
    assert one.closed_with is None


async def test_a_reader_who_does_not_keep_up_is_told_nothing_of_this(people):
    one, two = await reader(people, a_person()), await reader(people, a_person())
    one.acknowledges = False
    for number in range(60):
        people.write(str(number), "x", stream="seen:1")
        if number % 20 == 19:
            await quiet()
    known = seen(one)  # a slow machine may have told of two before there were too many
    await reader(people, a_person())
    await told()
    assert (seen(one), seen(two)) == (known, ([], 3))


async def test_nothing_of_it_is_stored_and_nothing_is_said_twice(people):
    one = await reader(people, a_person())
    await one.say(type="typing", s="seen:1")
    await told()
    count = len(one.frames)
    await told()
    assert len(one.frames) == count
    with off_loop():
        assert Event.objects.count() == 0


async def test_a_kind_that_did_not_ask_tells_nothing_of_its_readers(world):
    one, two = await reader(world, a_person(), "test:1"), await reader(world, a_person(), "test:1")
    await one.say(type="typing", s="test:1")
    await one.say(type="typing", s="test:2")
    await quiet()
    assert (two.types(), one.closed_with) == (["ok"], None)
