"""Making the HTML of posts anew after the renderer has changed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from forums.models import Post
from forums.pointing import points_to
from kernel.pagecache.actions import bump
from kernel.text.markdown import RENDERER_VERSION, to_html

from .locking import locked_post
from .marking import mark

AT_ONCE = 200


def rerender_posts() -> int:
    """Render again what an older renderer made; how many posts that was. Safe to repeat, and to interrupt.

    Nobody said anything new: open pages keep what they show until they are read again.
    """
    done = after = 0
    old = Post.objects.filter(renderer_version__lt=RENDERER_VERSION).exclude(source="")
    while pks := list(old.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        for pk in pks:
            _render(pk)
        done, after = done + len(pks), pks[-1]
    if done:
        with transaction.atomic():
            bump()
    return done


def _render(pk: int) -> None:
    source = Post.objects.values_list("source", flat=True).get(pk=pk)
    html, pointing = to_html(source), points_to(source)
    with transaction.atomic():
        post = locked_post(pk)
        if post.source != source:
            return  # reworded meanwhile, by the renderer of now
        Post.objects.filter(pk=pk).update(html=html, renderer_version=RENDERER_VERSION, rev=F("rev") + 1)
        mark(post, pointing, post.author)
