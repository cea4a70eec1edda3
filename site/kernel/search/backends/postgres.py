"""PostgreSQL: a tsvector column in the `simple` configuration (words come already folded and stemmed), under GIN."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from kernel.search.models import Entry
from kernel.search.words import Term

SETUP = (
    "ALTER TABLE search_entry ADD COLUMN terms tsvector",
    "CREATE INDEX search_entry_terms ON search_entry USING gin (terms)",
)
TEARDOWN = ("ALTER TABLE search_entry DROP COLUMN terms",)
_TITLE_WEIGHS = "{0.1, 0.1, 0.1, 1.0}"  # D, C, B, A: a word of the title counts ten times one of the body
_MAX_CHARACTERS = 400_000  # a tsvector holds 1 MB; the end of a longer text is not indexed


def store(rows: Iterable[tuple[int, str, str]]) -> None:
    """Index entries: (entry id, terms of the title, terms of the body)."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE search_entry SET terms = setweight(to_tsvector('simple', %s), 'A')"
            " || setweight(to_tsvector('simple', %s), 'D') WHERE id = %s",
            [(title, body[:_MAX_CHARACTERS], entry) for entry, title, body in rows],
        )


def drop(entries: Sequence[int]) -> None:
    """Nothing to do: the column goes with its row."""


def match(terms: Sequence[Term], limit: int) -> list[Entry]:
    """Entries that hold every term, best first then newest, with `rank`; without their texts."""
    query = " & ".join(f"({' | '.join(_lexemes(term))})" for term in terms)
    return list(
        Entry.objects.raw(
            "SELECT id, kind, object_id, language, shore, updated_at,"  # noqa: S608  (constants; values are parameters)
            f" round(ts_rank('{_TITLE_WEIGHS}', terms, asked.query, 1)::numeric, 2) AS rank"
            " FROM search_entry, to_tsquery('simple', %s) AS asked(query) WHERE terms @@ asked.query"
            " ORDER BY rank DESC, updated_at DESC NULLS LAST, id DESC LIMIT %s",
            [query, limit],
        )
    )


def _lexemes(term: Term) -> list[str]:
    exact = [f"'{form}'" for form in sorted(term.forms)]
    return [*exact, f"'{term.prefix}':*"] if term.prefix else exact
