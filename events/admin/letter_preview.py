"""A letter as its readers will get it, to be shown at the desk in a frame without rights."""

from __future__ import annotations

from django.utils.translation import override

from kernel.mail import render
from kernel.mail.registry import Letter


def as_html(letter: Letter, language: str) -> str:
    """The HTML part, for the `srcdoc` of a frame."""
    with override(language):
        return render.to_html(letter)


def as_text(letter: Letter, language: str) -> str:
    """The plain-text part, its subject first."""
    with override(language):
        return f"{render.subject_line(letter)}\n\n{render.to_text(letter)}"
