"""What a script is answered: a post as every reader sees it."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from forums import queries
from forums.models import Post


def fragment_of(post: Post) -> dict[str, Any]:
    """A post as `showOwn` takes it: its stream, its revision and its fragment."""
    shown = queries.shown(Post.objects.filter(pk=post.pk)).get()
    html = render_to_string("forums/_post.html", {"post": shown}).strip()
    return {"stream": shown.topic.stream, "id": str(shown.pk), "rev": shown.rev, "html": html}
