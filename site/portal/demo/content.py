"""The demonstration's texts: TOML files, each text in the three languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.html import format_html_join
from wagtail.rich_text import RichText

from kernel.languages.choices import LANGUAGES
from kernel.text.typography import french

FOLDER = Path(__file__).resolve().parent / "content"


def read(name: str) -> dict[str, Any]:
    """One file of the demonstration, as written: read("pilots")["pilot"] is a list."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def texts(field: str, words: Mapping[str, str]) -> dict[str, str]:
    """A translated field's columns: texts("title", {"fr": …, "en": …, "ar": …}). French gets its no-break spaces."""
    return {f"{field}_{code}": _typeset(code, words[code]) for code in LANGUAGES}


def body(words: Mapping[str, Iterable[str]], more: Mapping[str, list[Any]] | None = None) -> dict[str, list[Any]]:
    """The three bodies of a page: one paragraph block a paragraph, then `more` blocks for each language."""
    return {
        f"body_{code}": [*(_paragraph(code, text) for text in words[code]), *(more or {}).get(code, [])]
        for code in LANGUAGES
    }


def _typeset(code: str, text: str) -> str:
    return french(text) if code == "fr" else text


def _paragraph(code: str, text: str) -> tuple[str, RichText]:
    return "paragraph", RichText(format_html_join("", "<p>{}</p>", [(_typeset(code, text),)]))
