"""What every test shares."""

import pytest
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def french():
    """The interface speaks French unless a test says otherwise."""
    with translation.override("fr"):
        yield


@pytest.fixture(autouse=True)
def empty_cache():
    """What one test leaves in the cache (menus, counters of limits) is not the next one's."""
    cache.clear()
