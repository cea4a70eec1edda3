"""What « Citer » writes: a quotation in Markdown that says whose words they are and where they stand."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils.translation import override

from .models import Post

MOST = 1_000  # characters of a message that are quoted when nothing was chosen in it
_MARKS = re.compile(r"([\\`*_\[\]<>~|])")


def quotation_of(post: Post) -> str:
    """The quotation of a whole message, without what it quotes itself.

    Its address is in the message's own language: the quotation is read and pronounced in it (kernel.text.markdown).
    """
    with override(post.language):
        path = reverse("forums:post", args=[post.topic.room.slug, post.topic_id, post.number])
    name = _MARKS.sub(r"\\\1", post.author.name)
    quoted = "\n".join(f"> {line}".rstrip() for line in _own_words(post.source).splitlines())
    return f"> [{name}, {post.number}]({path})\n>\n{quoted}\n\n"


def _own_words(source: str) -> str:
    kept = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith(">"))
    text = re.sub(r"\n{3,}", "\n\n", kept).strip() or source.strip()
    return text if len(text) <= MOST else f"{text[:MOST].rsplit(None, 1)[0]} …"
