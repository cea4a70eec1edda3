"""{% live_attrs head %}: what a live region must know to go on from the page it stands in."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kernel.live.queries import Head, head

register = template.Library()


@register.simple_tag
def live_attrs(stream: Head | str) -> SafeString:
    """data-stream, data-head and data-epoch of a live region.

    Takes a Head that the view read before the rows it shows; given a stream's key, the head is read now, which is
    right only where the region's rows are read later still.
    """
    at = stream if isinstance(stream, Head) else head(stream)
    return format_html('data-stream="{}" data-head="{}" data-epoch="{}"', at.stream, at.seq, at.epoch)
