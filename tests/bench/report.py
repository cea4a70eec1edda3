"""docs/performance.md, section by section: each bench replaces its own and leaves those of the others."""

import re
from pathlib import Path

REPORT = Path(__file__).resolve().parents[2] / "docs" / "performance.md"


def put(text: str) -> None:
    """Write these sections: those of the same title are replaced where they stand, new ones come last. What stands
    before the first title is the preamble; without one, the file's own stays."""
    preamble, sections = _parts(text)
    old_preamble, kept = _parts(REPORT.read_text("utf-8") if REPORT.exists() else "")
    whole = "".join([preamble or old_preamble, *({**kept, **sections}).values()])
    REPORT.write_text(f"{whole.rstrip()}\n", "utf-8")


def _parts(text: str) -> tuple[str, dict[str, str]]:
    preamble, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    return preamble, {section.split("\n", 1)[0]: f"{section.rstrip()}\n\n" for section in sections}
