"""What every test shares."""

import pytest
from django.core.cache import cache
from django.utils import translation
from hypothesis import settings

from kernel.live import frames

# a busy machine is no fault of a rule: properties say what holds, never how fast
settings.register_profile("rives", deadline=None)
settings.load_profile("rives")


@pytest.fixture(autouse=True)
def french():
    """The interface speaks French unless a test says otherwise."""
    with translation.override("fr"):
        yield


@pytest.fixture(autouse=True)
def empty_cache():
    """What one test leaves in a cache (menus, counters of limits, rendered events) is not the next one's."""
    cache.clear()
    frames.fragments.clear()


def pytest_collection_modifyitems(items):
    """Tests that commit find and leave what migrations wrote, like all others: Django empties the tables after them."""
    whole = pytest.mark.django_db(transaction=True, serialized_rollback=True)
    for item in items:
        mark = item.get_closest_marker("django_db")
        if "transactional_db" in item.fixturenames or (mark and mark.kwargs.get("transaction")):
            item.add_marker(whole, append=False)
