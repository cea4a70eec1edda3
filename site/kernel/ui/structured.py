"""What search engines read of a page: schema.org facts as JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import _json_script_escapes  # type: ignore[attr-defined]  # the table behind json_script
from django.utils.safestring import SafeString, mark_safe

SCHEMA = "https://schema.org/"


def json_ld(facts: dict[str, Any]) -> SafeString:
    """Facts as a <script type="application/ld+json"> block: data, so no script policy applies to it."""
    written = json.dumps(facts, ensure_ascii=False).translate(_json_script_escapes)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308  (escaped as json_script does)
