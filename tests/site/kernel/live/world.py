"""Objects, readers and browsers for the tests of the protocol."""

import asyncio
import json
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

from kernel.live import actions, queries
from kernel.live.choices import Op
from kernel.live.consumers import live_socket
from tests.factories.actors import PersonFactory

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@contextmanager
def off_loop():
    """Use the database from an async test as sync code does: on the test's own connection."""
    loop = asyncio.events._get_running_loop()
    asyncio.events._set_running_loop(None)
    try:
        yield
    finally:
        asyncio.events._set_running_loop(loop)


@contextmanager
def committed():
    """Run a block in sync code, then its on-commit work although the test's own transaction never commits."""
    with off_loop():
        connection = transaction.get_connection()
        before = len(connection.run_on_commit)
        yield
        work = connection.run_on_commit[before:]
        del connection.run_on_commit[before:]
        for _sids, function, _robust in work:
            function()


def a_person(**fields):
    """A person with an account."""
    with off_loop():
        return PersonFactory(**fields)


class World:
    """What the test streams show: objects with a text and a revision, in order of appearance."""

    def __init__(self):
        self.objects = {}
        self.readers = None  # ids of people; None: everyone, signed out too
        self.renders = []
        self.loads = 0
        self.meanwhile = None  # happens once, after the log was read and before the objects are

    def may_read(self, person, ident):
        return self.readers is None or (person is not None and person.pk in self.readers)

    def load(self, events):
        self.loads += 1
        if meanwhile := self.meanwhile:
            self.meanwhile = None
            meanwhile()
        return {event.object_id: self.objects[event.object_id] for event in events if event.object_id in self.objects}

    def render(self, event, language):
        self.renders.append((event.seq, language))
        text, rev = event.object
        return f'<li data-id="{event.object_id}" data-rev="{rev}">{language}: {text}</li>'

    def snapshot(self, ident, language):
        return f"/{language}/test/{ident}/"

    # -- acts, each committed on its own

    def write(self, object_id, text, stream="test:1"):
        """Add an object, or change it."""
        _text, rev = self.objects.get(object_id, ("", 0))
        op = Op.REPLACE if object_id in self.objects else Op.APPEND
        self.objects[object_id] = (text, rev + 1)
        return publish(stream=stream, object_id=object_id, op=op, rev=rev + 1)

    def remove(self, object_id, stream="test:1"):
        """Take an object away."""
        _text, rev = self.objects.pop(object_id)
        return publish(stream=stream, object_id=object_id, op=Op.REMOVE, rev=rev + 1)

    def page(self, stream="test:1"):
        """The snapshot: the head first, then the rows."""
        with off_loop():
            head = queries.head(stream)
        return head, {key: f"{text}/{rev}" for key, (text, rev) in self.objects.items()}


def publish(stream, object_id, op, rev, kind="thing"):
    """Publish as an action does: in a transaction, poking once it has ended."""
    with committed(), transaction.atomic():
        return actions.publish(stream=stream, kind=kind, object_id=object_id, op=op, rev=rev, at=AT)


def session_of(person):
    """A signed-in session's key."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    with off_loop():
        session.create()
    return session.session_key


async def quiet():
    """Let everything that is ready happen: no clock, only turns of the loop."""
    for _turn in range(60):
        await asyncio.sleep(0)


class Browser:
    """live.js as a model: one socket, one region per stream, sequence rules of forums.md 3.5."""

    def __init__(self, session_key, language="fr"):
        self.session_key = session_key
        self.language = language
        self.frames = []  # raw texts
        self.closed_with = None
        self.acknowledges = True
        self.regions = {}
        self.held = {}
        self._task = None

    # -- the network

    async def connect(self):
        self._in = asyncio.Queue()
        self.closed_with = None
        await self._in.put({"type": "websocket.connect"})
        scope = {
            "type": "websocket",
            "cookies": {settings.SESSION_COOKIE_NAME: self.session_key} if self.session_key else {},
            "query_string": f"lang={self.language}".encode(),
        }
        self._task = asyncio.create_task(live_socket(scope, self._in.get, self._sent))
        await quiet()
        return self

    async def cut(self):
        """The network goes away without a word."""
        await self._in.put({"type": "websocket.disconnect", "code": 1006})
        await quiet()

    async def say(self, **frame):
        await self._in.put({"type": "websocket.receive", "text": json.dumps(frame)})
        await quiet()

    async def say_raw(self, text):
        await self._in.put({"type": "websocket.receive", "text": text})
        await quiet()

    async def _sent(self, message):
        if message["type"] == "websocket.close":
            self.closed_with = message["code"]
        if message["type"] == "websocket.send":
            self.frames.append(message["text"])
            self._apply(json.loads(message["text"]))

    # -- the page

    def open(self, head, rows):
        """The page arrived: rows, and the head read before them."""
        self.regions[head.stream] = {"last": head.seq, "epoch": head.epoch, "rows": dict(rows), "shown": list(rows)}

    async def follow(self, stream="test:1"):
        region = self.regions[stream]
        await self.say(type="sub", s=stream, since=region["last"], epoch=region["epoch"])

    def rows(self, stream="test:1"):
        return self.regions[stream]["rows"]

    def shown(self, stream="test:1"):
        """Every appearance of an object, in order: a doubled post would stand here twice."""
        return self.regions[stream]["shown"]

    def types(self):
        return [json.loads(text)["type"] for text in self.frames]

    def last(self, kind):
        return next(frame for frame in map(json.loads, reversed(self.frames)) if frame["type"] == kind)

    def _apply(self, frame):
        region = self.regions.get(frame.get("s"))
        if frame["type"] == "ev" and region:
            self._range(region, frame["s"], frame["seq"] - 1, frame["seq"], [frame])
        if frame["type"] == "batch" and region:
            self._range(region, frame["s"], frame["from"], frame["to"], frame["ev"])
        if frame["type"] == "head":
            for stream, seq in frame["at"].items():
                if seq > self.regions[stream]["last"]:
                    self._say_later(type="sync", s=stream, since=self.regions[stream]["last"])
            self._ack()

    def _range(self, region, stream, since, to, events):
        if to <= region["last"]:
            return
        if since > region["last"]:
            self._say_later(type="sync", s=stream, since=region["last"])
            return
        for event in events:
            self._one(region, event)
        region["last"] = to
        self._ack()

    def _one(self, region, event):
        row = region["rows"].get(event["id"])
        if event["op"] == "remove":
            region["rows"].pop(event["id"], None)
            return
        text = event["html"].split(": ", 1)[1].removesuffix("</li>")
        rev = int(event["html"].split('data-rev="')[1].split('"')[0])
        if row is None and event["op"] == "append":
            region["shown"].append(event["id"])
        if row is None or rev > int(row.split("/")[1]):
            region["rows"][event["id"]] = f"{text}/{rev}"

    def _ack(self):
        if self.acknowledges:
            self._say_later(type="ack", at={stream: region["last"] for stream, region in self.regions.items()})

    def _say_later(self, **frame):
        self._in.put_nowait({"type": "websocket.receive", "text": json.dumps(frame)})
