"""The short form of killing.py, on the run's own PostgreSQL."""

import asyncio

import pytest

from tests.failures.conftest import own_database
from tests.failures.installation import installation
from tests.failures.killing import SHORT, prepared, run

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.django_db(transaction=True)]


def test_a_killed_process_and_a_restarted_redis_lose_and_double_nothing():
    with installation(own_database()) as site:
        story, cookies = prepared(site, SHORT.people)
        report = asyncio.run(run(site, story, cookies, SHORT))
    assert report.messages > SHORT.writers, str(report)
