"""What is read of public content once a generation."""

import pytest
from django.utils import translation

from kernel.pagecache import keeping
from kernel.pagecache.actions import bump
from kernel.pagecache.keeping import kept

pytestmark = pytest.mark.django_db


class Reading:
    """Something read of the database, and how often it was."""

    def __init__(self, value="menu"):
        self.value, self.times = value, 0

    def __call__(self):
        self.times += 1
        return self.value


def test_it_is_read_once():
    reading = Reading()
    assert [kept("menu", reading) for _time in range(3)] == ["menu"] * 3
    assert reading.times == 1


def test_nothing_found_is_kept_too():
    reading = Reading(None)
    assert [kept("site", reading), kept("site", reading)] == [None, None]
    assert reading.times == 1


def test_it_is_read_again_once_a_public_change_is_committed(django_capture_on_commit_callbacks):
    reading = Reading()
    kept("menu", reading)
    with django_capture_on_commit_callbacks(execute=True):
        bump()
    reading.value = "another menu"
    assert kept("menu", reading) == "another menu"


def test_each_language_and_each_name_has_its_own():
    reading = Reading()
    kept("menu", reading)
    with translation.override("ar"):
        kept("menu", reading)
    kept("menu:2", reading)
    assert reading.times == 3


def test_what_changes_while_it_is_read_is_read_again(django_capture_on_commit_callbacks):
    def overtaken():
        with django_capture_on_commit_callbacks(execute=True):
            bump()
        return "old"

    assert kept("menu", overtaken) == "old"
    assert kept("menu", lambda: "new") == "new"


def test_a_cache_that_is_away_costs_time_but_no_page(monkeypatch):
    class Away:
        def get(self, key):
            raise ConnectionError

        def set(self, key, value, timeout):
            raise ConnectionError

    monkeypatch.setattr(keeping, "cache", Away())
    reading = Reading()
    assert [kept("menu", reading), kept("menu", reading)] == ["menu", "menu"]
    assert reading.times == 2


def test_what_is_forgotten_is_read_again_before_anything_is_committed():
    reading = Reading()
    kept("sections", reading)
    keeping.forget("sections")
    kept("sections", reading)
    assert reading.times == 2
