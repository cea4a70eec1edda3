"""What makes kept pages stale, here and in other processes."""

import time

import pytest
from django.core.cache import cache
from django.db import transaction
from wagtail.models import Site as WagtailSite

from kernel.pagecache import generation as module
from kernel.pagecache.actions import bump
from kernel.pagecache.generation import Generation, generation
from kernel.pagecache.middleware import PageCache
from pages.base.models import BasePage as Page

from .conftest import visit


class SharedCache:
    """A shared cache that does something when it is asked."""

    def __init__(self, *, on_get, on_set=None, token=None):
        self._on_get, self._on_set, self._token = on_get, on_set, token

    def get(self, key):
        self._on_get(key)
        return self._token

    def set(self, key, value, timeout):
        if self._on_set:
            self._on_set(key)


@pytest.fixture
def shared():
    """Makes the generation of one of several processes, which meet in the cache."""
    cache.delete(module.KEY)
    return lambda: Generation(shared=True)


@pytest.mark.django_db
def test_pages_are_stale_once_the_change_is_committed(django_capture_on_commit_callbacks):
    before = generation.current()
    with django_capture_on_commit_callbacks(execute=True):
        bump()
        assert generation.current() == before
    assert generation.current() != before


@pytest.mark.django_db
def test_a_change_that_is_rolled_back_makes_nothing_stale(django_capture_on_commit_callbacks):
    before = generation.current()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        bump()
        transaction.set_rollback(True)
    assert generation.current() == before


@pytest.mark.django_db
def test_what_wagtail_changes_by_itself_makes_pages_stale(django_capture_on_commit_callbacks):
    before = generation.current()
    with django_capture_on_commit_callbacks(execute=True):
        WagtailSite.objects.create(hostname="autre.example", root_page=Page.get_first_root_node())
    saved = generation.current()
    assert saved != before
    with django_capture_on_commit_callbacks(execute=True):
        WagtailSite.objects.get(hostname="autre.example").delete()
    assert generation.current() != saved


@pytest.mark.asyncio
async def test_another_process_hears_of_a_change_within_a_second(shared, site, monkeypatch):
    here, there = shared(), shared()
    reader = PageCache(site, generation=there)
    await visit(reader)
    here.advance()
    later = time.monotonic() + module.READ_EVERY
    monkeypatch.setattr(module.time, "monotonic", lambda: later)
    await visit(reader)
    assert site.calls == 2
    await visit(reader)
    assert site.calls == 2


@pytest.mark.asyncio
async def test_the_shared_generation_is_read_four_times_a_second_at_most(shared, site, monkeypatch):
    reads = []
    monkeypatch.setattr(module, "cache", SharedCache(on_get=reads.append))
    reader = PageCache(site, generation=shared())
    for _n in range(50):
        await visit(reader)
    assert len(reads) == 1


@pytest.mark.asyncio
async def test_the_process_that_changed_something_knows_at_once(shared, site):
    here = shared()
    reader = PageCache(site, generation=here)
    await visit(reader)
    here.advance()
    await visit(reader)
    assert site.calls == 2


@pytest.mark.asyncio
async def test_pages_are_served_when_the_shared_cache_is_away(shared, site, monkeypatch):
    def away(key):
        raise ConnectionError(key)

    monkeypatch.setattr(module, "cache", SharedCache(on_get=away, on_set=away))
    here = shared()
    reader = PageCache(site, generation=here)
    await visit(reader)
    await visit(reader)
    assert site.calls == 1
    here.advance()
    await visit(reader)
    assert site.calls == 2


@pytest.mark.asyncio
async def test_a_reading_that_is_overtaken_by_a_change_is_forgotten(shared, monkeypatch):
    here = shared()
    monkeypatch.setattr(module, "cache", SharedCache(on_get=lambda key: here.advance(), token="old"))
    assert await here.read() != "old"


def test_code_outside_the_loop_reads_the_same_token(shared):
    here, there = shared(), shared()
    here.advance()
    assert there.current() == here.current()
