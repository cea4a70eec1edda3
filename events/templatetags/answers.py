"""{% load answers %}: answers and their figures in words."""

from __future__ import annotations

from decimal import Decimal

from django import template

from events.models import Answer
from events.queries import answers
from kernel.ui import formats

register = template.Library()


@register.filter
def in_words(answer: Answer) -> str:
    """An answer as one reads it."""
    return answers.in_words(answer)


@register.filter
def amount(number: Decimal) -> str:
    """A sum with the reader's separators."""
    return formats.number(number)
