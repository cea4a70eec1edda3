"""How each database matches: PostgreSQL by a tsvector column, SQLite by an FTS5 table. No extension is needed."""

from types import ModuleType

from django.db import connection

from . import postgres, sqlite


def matching() -> ModuleType:
    """The backend of the database in use."""
    return postgres if connection.vendor == "postgresql" else sqlite
