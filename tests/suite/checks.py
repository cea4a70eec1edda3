"""The steps that read the code: style, templates, CSS, import contracts, types, Django's own checks, catalogues."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy import catalogues
from tests.suite import tools
from tests.suite.steps import ROOT, Console, Missing, Outcome

# What an operator must set, with values that stand in for them: docs/settings.md.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "k3!Vq8" * 12,
    "RIVES_ALLOWED_HOSTS": "rives.example",
    "RIVES_BASE_URL": "https://rives.example",
    "DATABASE_URL": "postgresql://rives@db.example/rives",
    "REDIS_URL": "redis://redis.example",
    "EMAIL_URL": "submission://rives:secret@mail.example:587",
    "DEMO": "0",
}


def program(name: str) -> str:
    """A console script of the environment that runs the suite."""
    return str(Path(sys.executable).parent / name)


def style(console: Console) -> Outcome:
    return console.holds([program("ruff"), "check", "--output-format=concise", "."])


def formatting(console: Console) -> Outcome:
    return console.holds([program("ruff"), "format", "--check", "."])


def template_files() -> list[str]:
    """Every template, from the root of the checkout."""
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))


def templates(console: Console) -> Outcome:
    files = template_files()
    outcome = console.holds([program("djade"), "--check", "--target-version", "5.2", *files])
    return both(outcome, console.holds([program("djhtml"), "--check", "--tabwidth", "2", *files]))


def css(console: Console) -> Outcome:
    modules = tools.node_modules()
    stylelint = modules / "stylelint" / "bin" / "stylelint.mjs"
    config = ROOT / "tests" / "lint" / "stylelint.config.mjs"
    command = [tools.node(), stylelint, "--config", config, "--config-basedir", modules.parent]
    return console.holds([*command, "--max-warnings=0", "site/static/css/**/*.css"])


def imports(console: Console) -> Outcome:
    return console.holds([program("lint-imports")], env={"PYTHONPATH": "site"})


def types(console: Console) -> Outcome:
    folders = ["site", "events", "forums", "consultations", "deploy", "manage.py", "asgi.py"]
    present = [folder for folder in folders if (ROOT / folder).exists()]
    return console.holds([program("mypy"), *present])


def migrations(console: Console) -> Outcome:
    command = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]
    return console.holds(command, env={"DJANGO_SETTINGS_MODULE": "config.settings.test"})


def system_checks(console: Console) -> Outcome:
    command = [sys.executable, "manage.py", "check", "--fail-level", "WARNING"]
    outcome = console.holds(command, env={"DJANGO_SETTINGS_MODULE": "config.settings.test"})
    return both(outcome, console.holds([*command, "--deploy"], env=PRODUCTION))


def complete_catalogues(console: Console) -> Outcome:
    """Nothing untranslated, fuzzy, or with other placeholders, in any language."""
    paths = list(catalogues.catalogue_paths())
    missing = set(catalogues.LANGUAGES) - {path.parents[1].name for path in paths}
    notes = [f"{language}: no catalogue" for language in sorted(missing)]
    notes += [gap for path in paths for gap in catalogues.gaps(path)]
    return Outcome(failed=1, notes=shortened(notes)) if notes else Outcome(passed=1)


def extracted_catalogues(console: Console) -> Outcome:
    """The catalogues hold exactly the strings of the code, in a copy, so that nothing is touched."""
    tools.need_gettext()
    with tempfile.TemporaryDirectory(prefix="rives-locale-") as folder:
        copy = Path(folder) / "locale"
        shutil.copytree(ROOT / "locale", copy)
        command = [sys.executable, "-m", "deploy.catalogues", "extract", str(copy)]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if result.returncode:
            return Outcome(failed=1, notes=[(result.stdout + result.stderr)[-2000:]])
        notes = [
            f"{path.parents[1].name}: {difference}; run make messages"
            for path in catalogues.catalogue_paths(copy)
            for difference in differences(ROOT / path.relative_to(folder), path)
        ]
    return Outcome(failed=1, notes=notes) if notes else Outcome(passed=1)


def differences(kept: Path, fresh: Path) -> list[str]:
    """What a kept catalogue lacks of the strings of the code, and what it keeps for nothing."""
    old = {str(message.id) for message in catalogues.ours(catalogues.read(kept))} if kept.exists() else set()
    new = {str(message.id) for message in catalogues.ours(catalogues.read(fresh))}
    found = ((sorted(new - old), "not in the catalogue"), (sorted(old - new), "in no code any more"))
    return [f"{len(strings)} strings are {where}, e.g. {strings[:3]}" for strings, where in found if strings]


def html(console: Console) -> Outcome:
    """Validity of the pages that the browser tests saved in var/html."""
    pages = sorted((ROOT / "var" / "html").glob("*.html"))
    if not pages:
        raise Missing("saved pages to validate: run the browser tests first")
    jar = tools.node_modules() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    return console.holds([tools.java(), "-jar", jar, "--errors-only", *pages])


def calendars(console: Console) -> Outcome:
    """The golden calendars, read by a library that is not the one that writes them."""
    library = tools.node_modules() / "ical.js" / "dist" / "ical.js"
    reader = ROOT / "tests" / "suite" / "read_calendars.mjs"
    return console.holds([tools.node(), reader, library, ROOT / "tests" / "events" / "golden"])


def both(first: Outcome, second: Outcome) -> Outcome:
    """Two checks in one step."""
    return Outcome(first.passed + second.passed, first.failed + second.failed, 0, first.notes + second.notes)


def shortened(notes: list[str], most: int = 40) -> list[str]:
    """The first notes and how many more there are."""
    return notes if len(notes) <= most else [*notes[:most], f"… and {len(notes) - most} more"]
