"""Rules of the house that a glance cannot hold: each test names the places that break one."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("site", "events", "forums", "consultations")
OURS = ("actors", "kernel", "pages", "portal", "events", "forums", "consultations")
BANNED = {"utils", "helpers", "common", "misc", "services"}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SITE_TEMPLATES = [path for path in TEMPLATES if "emails" not in path.parts]  # mail programs know inline styles only
LONGEST = 400


def code(*folders: str, suffix: str = ".py") -> list[Path]:
    paths = (path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}"))
    return sorted(path for path in paths if "migrations" not in path.parts and "node_modules" not in path.parts)


def places(paths, pattern: re.Pattern[str], unless: str = "\0") -> list[str]:
    """Where a pattern occurs, as path:line."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line) and unless not in line
    ]


def test_templates_hold_no_inline_style_or_handler():
    assert places(SITE_TEMPLATES, re.compile(r"\sstyle=[\"']|<style[\s>]|\son[a-z]+=[\"']|href=[\"']javascript:")) == []


def test_templates_hold_no_inline_script():
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>")
    data = re.compile(r"type=[\"'](?:application/(?:ld\+)?json|importmap)[\"']")
    found = [place for place in places(TEMPLATES, inline) if not data.search(place)]
    assert found == []


def test_templates_ask_nothing_from_elsewhere():
    assert places(SITE_TEMPLATES, re.compile(r"(?:src|<link[^>]*href|srcset|action)=[\"']https?://")) == []


def test_every_translated_block_is_trimmed():
    assert places(TEMPLATES, re.compile(r"{%-?\s*blocktrans(?:late)?\b(?![^%]*\btrimmed\b)")) == []


def test_style_sheets_know_no_physical_direction():
    """Arabic needs no second sheet: start and end, inline and block."""
    direction = re.compile(
        r"(?<![-\w])(?:(?:margin|padding|border)-(?:left|right)\b|(?:left|right)\s*:|text-align\s*:\s*(?:left|right)"
        r"|float\s*:\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius)"
    )
    assert places(code("site/static", suffix=".css"), direction) == []


def test_scripts_build_no_code_from_text():
    scripts = [path for path in code("site/static", suffix=".js") if "vendor" not in path.parts]
    assert places(scripts, re.compile(r"\beval\(|new Function\(|\.style\.|setAttribute\([\"']style")) == []


@pytest.mark.parametrize("banned", sorted(BANNED))
def test_no_file_or_folder_is_a_drawer(banned):
    found = [path for folder in PACKAGES for path in (ROOT / folder).rglob(f"{banned}*") if "static" not in path.parts]
    assert [path for path in found if path.stem == banned] == []


def test_no_file_is_too_long_to_read_at_once():
    paths = [*code(*PACKAGES), *code("deploy", "tests/suite", "tests/bench")]
    long = {str(path.relative_to(ROOT)): path.read_text("utf-8").count("\n") for path in paths}
    assert {path: lines for path, lines in long.items() if lines > LONGEST} == {}


def test_nothing_is_left_for_later():
    later = re.compile(r"(?:#|//|/\*).*\b(?:TODO|FIXME|XXX)\b")
    assert places([*code(*PACKAGES), *TEMPLATES, *code("site/static", suffix=".css")], later) == []


def test_ignored_lints_name_their_rule_and_reason():
    """`# noqa: S101  (why)`, `# type: ignore[code]`."""
    blanket = re.compile(r"#\s*noqa(?!:)|#\s*type:\s*ignore(?!\[)")
    bare = re.compile(r"#\s*noqa:\s*[A-Z0-9, ]+$")
    paths = [*code(*PACKAGES), *code("deploy", "tests/suite")]
    assert places(paths, blanket) + places(paths, bare) == []


def test_every_app_with_models_has_its_migrations():
    ours = [app for app in apps.get_app_configs() if app.models and app.name.split(".")[0] in OURS]
    assert ours
    assert [app.name for app in ours if not list(Path(app.path).glob("migrations/0001*.py"))] == []


@pytest.fixture(scope="module")
def copy_of_the_code(tmp_path_factory):
    """The packages in a folder of their own, where a violation may be planted."""
    folder = tmp_path_factory.mktemp("contracts")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("static", "__pycache__", "*.pyc"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def contracts_hold(folder: Path) -> bool:
    program = Path(sys.executable).parent / "lint-imports"
    environment = {**os.environ, "PYTHONPATH": "site"}
    result = subprocess.run(
        [program, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return result.returncode == 0


def test_the_import_contracts_hold(copy_of_the_code):
    assert contracts_hold(copy_of_the_code)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("site/kernel/text/markdown.py", "import actors.models"),
        ("site/pages/news/models.py", "import events.models"),
        ("events/queries/planted.py", "import forums.models"),
        ("site/actors/queries.py", "import actors.actions"),
        ("site/pages/news/views.py", "import pages.projects.models"),
    ],
)
def test_a_planted_import_is_caught(copy_of_the_code, module, line):
    path = copy_of_the_code / module
    before = path.read_text("utf-8") if path.exists() else None
    path.write_text(f"{line}\n{before or ''}", "utf-8")
    try:
        assert not contracts_hold(copy_of_the_code)
    finally:
        path.unlink() if before is None else path.write_text(before, "utf-8")
