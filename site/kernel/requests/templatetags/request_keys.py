"""{% load request_keys %}{% request_key %}: the hidden key of a form that is written by hand."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kernel.requests.forms import FIELD, fresh_key

register = template.Library()


@register.simple_tag
def request_key(kept: str = "") -> SafeString:
    """A hidden input with a fresh key, or the one to keep. Never on a cached page: its readers would share it."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, kept or fresh_key())
