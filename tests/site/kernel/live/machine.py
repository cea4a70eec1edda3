"""Writers, readers, a network and a layer that do their worst, one move after the other (forums.md 3.12, T5).

`Storm` holds the moves; who drives it chooses: Hypothesis (test_machine.py) or chance (tests/failures/storm.py).
Between two moves only some turns of the loop pass, so that a move falls into the middle of what the last one set going.
"""

import asyncio
import time

from channels.layers import InMemoryChannelLayer, channel_layers
from django.db import transaction

from kernel.live import actions, feeds, frames, hub, queries, registry, sockets
from kernel.live.hub import hub_here
from kernel.live.models import Event, Stream
from tests.site.kernel.live.world import AT, Browser, committed, off_loop, quiet

STREAMS = ("test:1", "test:2")
OBJECTS = 6  # a stream; few, so that they are changed, removed and come back
FATES = ("arrives", "arrives", "arrives", "is lost", "comes twice", "comes late")


class LossyLayer(InMemoryChannelLayer):
    """Drops, doubles and holds back pokes, as `fate` says."""

    def __init__(self):
        super().__init__(capacity=10_000)  # what is lost here is lost on purpose
        self.fate = "arrives"
        self.late = []

    async def group_send(self, group, message):
        if message["type"] == "revoke":
            return await super().group_send(group, message)
        if self.fate == "is lost":
            return None
        if self.fate == "comes late":
            self.late.append((group, message))
            return None
        await super().group_send(group, message)
        if self.fate == "comes twice":
            await super().group_send(group, message)
        return None

    async def release(self):
        """What was late comes now, the youngest first."""
        late, self.late = self.late, []
        for group, message in reversed(late):
            await super().group_send(group, message)


class Reader(Browser):
    """A browser that checks each frame as it comes, and takes the page again when told to."""

    def __init__(self, storm, person, session_key, language):
        super().__init__(session_key, language)
        self.storm, self.person = storm, person
        self.lost = set()  # streams that went

    async def open_pages(self):
        """Both pages, as a person who may read them gets them; then the line."""
        for stream in STREAMS:
            self.take_page(stream)
        await self.connect()

    def take_page(self, stream):
        """GET the page: 404 for who may not read it."""
        if self.person.pk in self.storm.world.allowed[stream]:
            self.open(*self.storm.world.page(stream))
            self.lost.discard(stream)
        else:
            self.regions.pop(stream, None)
            self.lost.add(stream)

    def subscribe(self):
        """What live.js does once the line is open."""
        for stream, region in self.regions.items():
            self._say_later(type="sub", s=stream, since=region["last"], epoch=region["epoch"])

    @property
    def _sent(self):
        """What the server sends on one connection: nothing of an old one reaches the page."""
        mine = self._in

        async def sent(message):
            if self._in is not mine or self.closed_with is not None:
                return
            try:
                await Browser._sent(self, message)
            except Exception as error:  # the server takes it for a line that is gone
                self.storm.errors.append(error)

        return sent

    def _apply(self, frame):
        kind, stream = frame["type"], frame.get("s")
        if kind == "ok" and stream in self.regions:
            self.regions[stream]["epoch"] = self.regions[stream]["epoch"] or frame["epoch"]
        if kind == "gone":
            self.regions.pop(stream, None)
            self.lost.add(stream)
        if kind == "reset" and stream in self.regions:
            self.storm.reset_later(self, stream)
        if kind == "head":
            frame = {**frame, "at": {name: seq for name, seq in frame["at"].items() if name in self.regions}}
        super()._apply(frame)

    def _one(self, region, event):
        assert self.storm.world.may_have_seen(self.person, event), f"leaked to {self.person.pk}: {event}"
        if event["op"] == "remove":
            region["shown"] = [each for each in region["shown"] if each != event["id"]]
        if event["op"] != "replace" or event["id"] in region["rows"]:
            super()._one(region, event)
        assert len(region["shown"]) == len(set(region["shown"])), "doubled"


class StormWorld:
    """Two streams of objects; who may read them, and until which instant who was allowed to."""

    def __init__(self, people):
        self.objects = {stream: {} for stream in STREAMS}
        self.revs = {}
        self.allowed = {stream: {person.pk for person in people} for stream in STREAMS}
        self.forbidden_since = {}  # (person, stream) -> texts from this number on are not theirs
        self.texts = 0

    def may_read(self, person, ident):
        return person is not None and person.pk in self.allowed[f"test:{ident}"]

    def load(self, events):
        found = {}
        for event in events:
            if event.object_id in self.objects[event.stream]:
                found[event.object_id] = self.objects[event.stream][event.object_id]
        return found

    def render(self, event, language):
        text, rev = event.object
        return f'<li data-id="{event.object_id}" data-rev="{rev}">{language}: {text}</li>'

    def snapshot(self, ident, language):
        return f"/{language}/test/{ident}/"

    def page(self, stream):
        with off_loop():
            head = queries.head(stream)
        return head, {key: f"{text}/{rev}" for key, (text, rev) in self.objects[stream].items()}

    def may_have_seen(self, person, event):
        """Whether what an event shows was written while this person could read."""
        if not event["html"]:
            return True
        stream, number = event["html"].split(": ", 1)[1].removesuffix("</li>").split("#")
        return int(number) < self.forbidden_since.get((person.pk, stream), float("inf"))

    # -- acts

    def write(self, stream, object_id):
        objects, self.texts = self.objects[stream], self.texts + 1
        rev = self.revs[object_id] = self.revs.get(object_id, 0) + 1
        op = "replace" if object_id in objects else "append"
        objects[object_id] = (f"{stream}#{self.texts}", rev)
        publish(stream, object_id, op, rev)

    def remove(self, stream, object_id):
        if self.objects[stream].pop(object_id, None):
            self.revs[object_id] += 1
            publish(stream, object_id, "remove", self.revs[object_id])

    def forbid(self, person, stream):
        self.allowed[stream].discard(person.pk)
        self.forbidden_since.setdefault((person.pk, stream), self.texts + 1)

    def allow(self, person, stream):
        self.allowed[stream].add(person.pk)
        self.forbidden_since.pop((person.pk, stream), None)


def publish(stream, object_id, op, rev):
    """Publish as an action does, poking once it has ended."""
    with committed(), transaction.atomic():
        actions.publish(stream=stream, kind="thing", object_id=object_id, op=op, rev=rev, at=AT)


class Storm:
    """One story: begin, any number of moves, then `settle`, which says whether everyone sees what is there."""

    def __init__(self, people, sessions):
        self.people, self.sessions = people, sessions
        self.world = StormWorld(people)
        self.layer = LossyLayer()
        self.loop = asyncio.new_event_loop()
        self.readers = []
        self.resets = []
        self.errors = []
        self.is_deaf = False
        self.moves = 0

    def begin(self):
        """Empty streams, a layer of its own, and everyone's page open."""
        frames.fragments.clear()
        registry._kinds["test"] = registry.StreamKind(
            "test",
            self.world.may_read,
            self.world.render,
            self.world.snapshot,
            self.world.load,
            lambda person: person.display_name,
        )
        Event.objects.all().delete()
        Stream.objects.all().delete()
        self.before = channel_layers.set("default", self.layer)
        for number, (person, session) in enumerate(zip(self.people, self.sessions, strict=True)):
            self.readers.append(Reader(self, person, session, ("fr", "ar", "en")[number % 3]))
        for reader in self.readers:
            self.run(reader.open_pages(), 60)
            reader.subscribe()
        self.run(None, 60)

    def run(self, work, turns):
        """Do something and let so many turns of the loop pass."""

        async def go():
            if work is not None:
                await work
            for _turn in range(turns):
                await asyncio.sleep(0)

        self.loop.run_until_complete(go())

    def reset_later(self, reader, stream):
        """The page is fetched while other things happen."""
        self.resets.append((reader, stream))

    # -- moves: each takes what chance chose, and how many turns pass afterwards

    def write(self, who, what, fate, turns):
        self.layer.fate = fate
        stream = STREAMS[what % 2]
        self.run(self.async_of(self.world.write, stream, f"{stream[-1]}{what // 2 % OBJECTS}"), turns)

    def burst(self, who, what, fate, turns):
        """Many events at once: some readers fall too far behind."""
        for number in range(30):
            self.write(who, what + number, fate, 0)
        self.run(None, turns)

    def remove(self, who, what, fate, turns):
        self.layer.fate = fate
        stream = STREAMS[what % 2]
        self.run(self.async_of(self.world.remove, stream, f"{stream[-1]}{what // 2 % OBJECTS}"), turns)

    def cut(self, who, what, fate, turns):
        reader = self.reader(who)
        if reader.closed_with is None and reader._task and not reader._task.done():
            reader._in.put_nowait({"type": "websocket.disconnect", "code": 1006})
            reader.closed_with = 1006
        self.run(None, turns)

    def reconnect(self, who, what, fate, turns):
        reader = self.reader(who)
        if reader.closed_with is not None:
            self.run(self._again(reader, turns), 0)

    def stop_acknowledging(self, who, what, fate, turns):
        self.reader(who).acknowledges = False
        self.run(None, turns)

    def acknowledge(self, who, what, fate, turns):
        reader = self.reader(who)
        reader.acknowledges = True
        if reader.closed_with is None and reader.regions:
            reader._ack()
        self.run(None, turns)

    def sync(self, who, what, fate, turns):
        reader = self.reader(who)
        if reader.closed_with is None:
            for stream, region in reader.regions.items():
                reader._say_later(type="sync", s=stream, since=region["last"])
        self.run(None, turns)

    def typing(self, who, what, fate, turns):
        reader = self.reader(who)
        if reader.closed_with is None:
            reader._say_later(type="typing", s=STREAMS[what % 2])
        self.run(None, turns)

    def forbid(self, who, what, fate, turns):
        """Nothing written from here on may reach them. Said of the stream, that holds whatever becomes of the poke;
        said of the person, the poke arrives here: where it is lost, a check within a minute stands in."""
        self.layer.fate, of_stream = fate, self.is_deaf or what % 3 == 0
        reader, stream = self.reader(who), STREAMS[what % 2]
        self.world.forbid(reader.person, stream)
        self.run(self.async_of(self._revoke, None if of_stream else reader.person.pk, stream), turns)

    def allow(self, who, what, fate, turns):
        reader, stream = self.reader(who), STREAMS[what % 2]
        self.world.allow(reader.person, stream)
        for each in self.readers:
            if each.person is reader.person:
                self.run(self._reload(each), 0)
        self.run(None, turns)

    def release(self, who, what, fate, turns):
        self.run(self.layer.release(), turns)

    def deafen(self, who, what, fate, turns):
        """The layer forgets every group, silently. What was sent before has arrived: `forbid` counts on that."""
        self.run(None, 60)
        self.layer.groups.clear()
        self.is_deaf = True
        self.run(None, turns)

    def beat(self, who, what, fate, turns):
        self.run(hub_beat(time.monotonic()), turns)
        self.is_deaf = False

    def take_pages(self, who, what, fate, turns):
        """Those who were told to reset get their page at last, and follow from there."""
        resets, self.resets = self.resets, []
        for reader, stream in resets:
            if stream in reader.regions and reader.closed_with is None:
                reader.take_page(stream)
                self._follow(reader, stream)
        self.run(None, turns)

    def people_are_told(self, who, what, fate, turns):
        """What the loop does every second for who is writing and present."""
        self.layer.fate = fate
        for feed in list(self.feeds()):
            self.run(feed.presence.tell(time.monotonic()), 0)
        self.run(None, turns)

    def prune(self, who, what, fate, turns):
        self.run(self.async_of(lambda: actions.prune(before=AT, keep=5)), turns)

    def renew_epochs(self, who, what, fate, turns):
        self.run(self.async_of(actions.renew_epochs), turns)
        self.layer.fate = "arrives"

    # -- the end

    def settle(self):
        """The network is whole again: within one heartbeat each sees what the server would show, each object once."""
        self.layer.fate = "arrives"
        self.run(self.layer.release(), 60)
        for _round in range(3):  # a heartbeat, the pages that it made readers take, what was written meanwhile
            for number, reader in enumerate(self.readers):
                reader.acknowledges = True
                self.reconnect(number, 0, "arrives", 60)
                self.run(self._reload(reader), 60)
                self.acknowledge(number, 0, "arrives", 60)
            self.take_pages(0, 0, "arrives", 200)
            self.run(hub_beat(time.monotonic()), 200)
        if self.errors:
            raise self.errors[0]
        for reader in self.readers:
            self.check(reader)

    def check(self, reader):
        """The reader's page is the server's."""
        assert reader.closed_with is None, f"closed with {reader.closed_with}"
        for stream in STREAMS:
            may = reader.person.pk in self.world.allowed[stream]
            assert (stream in reader.regions) == may, f"{stream}: {reader.regions.keys()}, allowed: {may}"
            if may:
                head, rows = self.world.page(stream)
                region = reader.regions[stream]
                assert region["rows"] == rows, f"{stream}: {region} instead of {rows}"
                assert region["last"] == head.seq, f"{stream}: {region} at {head}"

    def end(self):
        """Nothing is left behind."""
        for reader in self.readers:
            self.cut(self.readers.index(reader), 0, "arrives", 0)
        self.run(None, 100)
        left = [task for task in asyncio.all_tasks(self.loop) if not task.done()]
        for task in left:
            task.cancel()
        if left:
            self.loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        hub._hubs.pop(self.loop, None)
        self.loop.close()
        if self.before:
            channel_layers.set("default", self.before)

    # -- inside

    def feeds(self):
        return hub._hubs[self.loop].feeds.values() if self.loop in hub._hubs else ()

    def reader(self, who):
        return self.readers[who % len(self.readers)]

    async def _again(self, reader, turns):
        await reader.connect()
        reader.subscribe()
        await self._reload(reader)
        for _turn in range(turns):
            await asyncio.sleep(0)

    async def _reload(self, reader):
        """Someone who may read again opens the page again."""
        for stream in sorted(reader.lost):
            if reader.closed_with is None and reader.person.pk in self.world.allowed[stream]:
                reader.take_page(stream)
                self._follow(reader, stream)

    def _follow(self, reader, stream):
        if region := reader.regions.get(stream):
            reader._say_later(type="sub", s=stream, since=region["last"], epoch=region["epoch"])

    def _revoke(self, person_id, stream):
        with committed(), transaction.atomic():
            if person_id is None:
                actions.change_rights(streams=[stream])
            else:
                actions.revoke(person_id=person_id)

    async def async_of(self, function, *args):
        with off_loop():
            function(*args)


async def hub_beat(now):
    """The heartbeat, and what it set going."""
    await hub_here().beat(now)
    await quiet()


MOVES = [
    *("write",) * 14,
    *("reconnect", "take_pages", "acknowledge") * 4,  # most readers are there most of the time
    *("remove", "sync", "release", "beat", "allow", "cut") * 2,
    *("burst", "stop_acknowledging", "typing", "people_are_told", "forbid", "deafen", "prune", "renew_epochs"),
]
TURNS = (0, 1, 3, 60)


def random_move(storm, chance):
    """One move that chance, a random.Random, chooses."""
    name = chance.choice(MOVES)
    getattr(storm, name)(chance.randrange(12), chance.randrange(12), chance.choice(FATES), chance.choice(TURNS))


def narrow(setattr):
    """Limits that a short story reaches: few events are too many, and no browser is too fast for a clock that hardly
    moves. `setattr` is monkeypatch's, or the builtin where nothing is put back."""
    setattr(queries, "MAX_EVENTS", 40)
    setattr(feeds, "MAX_UNACKED_EVENTS", 12)
    setattr(sockets, "BURST", 1_000_000)
