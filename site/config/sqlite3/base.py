"""SQLite whose connections outlive a request, as PostgreSQL's do in its pool.

Under ASGI each request runs in a thread of its own, and Django closes that thread's connection with it. The next
connection reads the whole schema again: a tenth of what a page costs. Here it goes back to a shelf instead.
"""

import sqlite3
from collections import defaultdict
from typing import Any

from django.db.backends.sqlite3 import base

MOST_KEPT = 8  # open connections on the shelf of one database; those beyond are closed

_shelves: dict[str, list[sqlite3.Connection]] = defaultdict(list)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, which takes its connections from the shelf and puts them back."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """The connection put back last, which has the most in its cache; a new one where there is none."""
        try:
            return self._shelf.pop()
        except IndexError:
            connection: sqlite3.Connection = super().get_new_connection(conn_params)
            return connection

    def _close(self) -> None:
        """Put the connection back, unless it is within a transaction: closing undoes that."""
        connection: sqlite3.Connection | None = self.connection
        if connection is None or connection.in_transaction or len(self._shelf) >= MOST_KEPT:
            super()._close()  # type: ignore[misc]  # unknown to the stubs
        else:
            self._shelf.append(connection)

    @property
    def _shelf(self) -> list[sqlite3.Connection]:
        return _shelves[str(self.settings_dict["NAME"])]
