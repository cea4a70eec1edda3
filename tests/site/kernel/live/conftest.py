"""A live kind for tests, whose objects stand in a dictionary, and a pool that works in the caller's thread.

The test's transaction belongs to one connection: with the pool inline, the protocol is tested without a second one.
Real threads and locks are tested on PostgreSQL (test_postgres.py) and in the browser.
"""

from concurrent.futures import Executor, Future

import pytest
from channels.layers import InMemoryChannelLayer, channel_layers

from kernel.live import hub, registry, threads
from tests.site.kernel.live.world import World, off_loop


class InlineExecutor(Executor):
    """Runs what it is given at once."""

    def submit(self, function, /, *args, **kwargs):
        future = Future()
        try:
            with off_loop():
                future.set_result(function(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


@pytest.fixture
def inline(monkeypatch):
    monkeypatch.setattr(threads, "executor", InlineExecutor())
    monkeypatch.setattr(threads, "close_old_connections", lambda: None)  # it is the test's own, in a transaction


@pytest.fixture
def layer():
    """A fresh in-memory layer."""
    fresh = InMemoryChannelLayer()
    before = channel_layers.set("default", fresh)
    yield fresh
    channel_layers.set("default", before) if before else channel_layers.backends.pop("default")


@pytest.fixture
def world(db, inline, layer, monkeypatch):
    """Streams `test:<ident>` whose objects and readers a test decides."""
    made = World()
    monkeypatch.setattr(registry, "_kinds", {})
    registry.stream_kind("test", may_read=made.may_read, render=made.render, snapshot=made.snapshot, load=made.load)
    yield made
    hub._hubs.clear()
