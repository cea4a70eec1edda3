"""One page type, one rich text."""

from wagtail.fields import RichTextField
from wagtail.models import Page


class BarePage(Page):
    body = RichTextField()

    class Meta:
        app_label = "bare"
