"""The one number that says whether what is kept is still true.

Alone (embedded default) it lives in this process. With a shared cache (Redis in production) it stands there too, and is
read again at most every 250 ms and only when a page is asked for: a process never serves what another one made stale
longer than that, for four small reads a second however many visitors there are.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

from django.conf import settings
from django.core.cache import cache

logger = logging.getLogger(__name__)

KEY = "pagecache:generation"
READ_EVERY = 0.25  # seconds
PATIENCE = 0.5  # seconds that a visitor waits for the shared cache before the last known generation serves
_PRIVATE_CACHES = ("locmem.LocMemCache", "dummy.DummyCache")


class Generation:
    """A token that changes with every public change; equality is all that is asked of it."""

    def __init__(self, *, shared: bool | None = None) -> None:
        self._shared = shared
        self._token = uuid.uuid4().hex
        self._read_at = float("-inf")
        self._writes = 0
        self._reading: asyncio.Future[str | None] | None = None
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="page-cache")

    @cached_property
    def shared(self) -> bool:
        """Whether other processes serve pages too."""
        if self._shared is not None:
            return self._shared
        return not settings.CACHES["default"]["BACKEND"].endswith(_PRIVATE_CACHES)

    def advance(self) -> None:
        """What was kept is stale: at once here, within READ_EVERY elsewhere. Never raises: a change that is committed
        must not fail because a cache is away; pages are then at most as old as their lifetime."""
        token = uuid.uuid4().hex
        if self.shared:
            try:
                cache.set(KEY, token, timeout=None)
            except Exception:  # the client library raises errors of its own kinds
                logger.exception("other processes will serve old pages until their lifetime ends")
        self._writes += 1
        self._token = token

    def known(self) -> str | None:
        """The token, without waiting; None when it must be read again."""
        if not self.shared or time.monotonic() - self._read_at < READ_EVERY:
            return self._token
        return None

    def is_past(self, token: str) -> bool:
        """Whether this process has already learned a newer token than this one."""
        return token != self._token

    async def read(self) -> str:
        """The token, read again from the shared cache; the last known one when that does not answer."""
        writes = self._writes
        if self._reading is None or self._reading.done():
            self._reading = asyncio.get_running_loop().run_in_executor(self._reader, _shared_token)
        try:
            token = await asyncio.wait_for(asyncio.shield(self._reading), PATIENCE)
        except TimeoutError:
            token = None
        return self._learn(token, writes)

    def current(self) -> str:
        """The same for code outside the event loop, which keys what it keeps by the token."""
        if (known := self.known()) is not None:
            return known
        writes = self._writes
        return self._learn(_shared_token(), writes)

    def _learn(self, token: str | None, writes: int) -> str:
        if token and writes == self._writes:  # else this process has moved on meanwhile
            self._token = token
        self._read_at = time.monotonic()
        return self._token


def _shared_token() -> str | None:
    try:
        token: str | None = cache.get(KEY)
    except Exception:  # the client library raises errors of its own kinds
        logger.warning("the shared cache does not answer: pages are at most as old as their lifetime", exc_info=True)
        return None
    return token


generation = Generation()
