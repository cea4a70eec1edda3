"""What tests with real processes share."""

import os
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection


def own_database() -> str:
    """The address of the database of this run, for other processes."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set DATABASE_URL")
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}"))
