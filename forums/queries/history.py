"""What a post said over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kernel.text.diffs import Piece, compare

from ..models import Post, PostRevision

LATEST = 20  # versions shown


@dataclass(frozen=True)
class Version:
    """A post as it was from a moment on: why it had become that, and what changed with it (nothing for the first)."""

    rank: int
    at: datetime
    reason: str
    language: str
    source: str
    changes: list[Piece]


def versions_of(post: Post) -> list[Version]:
    """The versions of a post, the latest first, twenty at most. One query."""
    revisions = list(PostRevision.objects.filter(post=post).order_by("-rev")[:LATEST])[::-1]
    said = [(row.written_at, row.reason, row.language, row.source) for row in revisions]
    said.append((post.edited_at or post.created_at, post.edit_reason, post.language, post.source))
    versions: list[Version] = []
    for rank, (at, reason, language, source) in enumerate(said, start=1):
        changes = compare(said[rank - 2][3], source) if rank > 1 else []
        versions.append(Version(rank, at, reason, language, source, changes))
    return versions[::-1]
