"""SQLite: an FTS5 table beside the entries, by the same id (words come already folded and stemmed)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from kernel.search.models import Entry
from kernel.search.words import Term

SETUP = ("CREATE VIRTUAL TABLE search_terms USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 0')",)
TEARDOWN = ("DROP TABLE search_terms",)


def store(rows: Iterable[tuple[int, str, str]]) -> None:
    """Index entries: (entry id, terms of the title, terms of the body)."""
    known = list(rows)
    drop([entry for entry, _title, _body in known])
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO search_terms (rowid, title, body) VALUES (%s, %s, %s)", known)


def drop(entries: Sequence[int]) -> None:
    """Forget entries."""
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_terms WHERE rowid = %s", [(entry,) for entry in entries])


def match(terms: Sequence[Term], limit: int) -> list[Entry]:
    """Entries that hold every term, best first then newest, with `rank`; without their texts."""
    query = " AND ".join(f"({' OR '.join(_phrases(term))})" for term in terms)
    return list(
        Entry.objects.raw(
            "SELECT e.id, e.kind, e.object_id, e.language, e.shore, e.updated_at,"
            " round(-bm25(search_terms, 10.0, 1.0), 2) AS rank"
            " FROM search_terms JOIN search_entry e ON e.id = search_terms.rowid WHERE search_terms MATCH %s"
            " ORDER BY rank DESC, e.updated_at DESC, e.id DESC LIMIT %s",
            [query, limit],
        )
    )


def _phrases(term: Term) -> list[str]:
    exact = [f'"{form}"' for form in sorted(term.forms)]
    return [*exact, f'"{term.prefix}" *'] if term.prefix else exact
