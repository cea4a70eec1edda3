"""What docs list is what the code has."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = ["site", "events", "forums", "consultations", "deploy", "tests/suite", "tests/browser", "manage.py", "asgi.py"]
READS = [
    re.compile(r"\benv\.\w+\(\s*[\"'](\w+)[\"']"),
    re.compile(r"\benvironment\.get\(\s*[\"'](\w+)[\"']"),
    re.compile(r"\bos\.environ(?:\.get|\.setdefault)?[\[(]\s*[\"'](\w+)[\"']"),
]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PATHS = re.compile(r"\b((?:docs|deploy|tests|site)/[\w./-]+\.(?:md|py|mjs|json|example))\b")
NOT_SETTINGS = {"PYTEST_XDIST_WORKER", "BROWSER_DATABASE_URL", "PATH"}


def files(*roots: str) -> list[Path]:
    found = []
    for root in roots:
        path = ROOT / root
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return found


def variables_of_the_code() -> set[str]:
    texts = (path.read_text("utf-8") for path in files(*CODE))
    return {name for text in texts for read in READS for name in read.findall(text)} - NOT_SETTINGS


def variables_of_the_docs() -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.MULTILINE))


def test_every_environment_variable_is_documented_and_none_is_invented():
    assert variables_of_the_docs() == variables_of_the_code()


def test_every_target_of_the_makefile_is_in_the_menu():
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split())
    assert set(re.findall(r"^([a-z]+):.*## ", text, re.MULTILINE)) == phony


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda page: page.name
)
def test_links_between_documents_lead_somewhere(page):
    text = page.read_text("utf-8")
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith("http")]
    assert [link for link in links if link and not (page.parent / link).exists()] == []


def test_documents_name_files_that_exist():
    """Paths in backquotes or bare, as in `see docs/settings.md`."""
    named = {
        (page.name, path)
        for page in PAGES
        for path in re.findall(
            r"\b((?:docs|deploy|tests|site)/[\w./-]+\.(?:md|py|mjs|json|example))\b", page.read_text()
        )
    }
    assert sorted(pair for pair in named if not (ROOT / pair[1]).exists()) == []
