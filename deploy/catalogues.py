"""The interface's catalogues with Babel, so that nobody needs gettext: compile them, say whether they are complete.

Only `extract` (make messages) needs it: it calls Django's makemessages, which needs xgettext.
"""

import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("fr", "en", "ar")
SOURCE = "fr"
PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "en": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
}
CHURN = ('"POT-', '"PO-Rev', '"Last-', '"Report-', '"Language-Team', '"Project-Id', '"Generated-By')
NO_BREAK, BREAKABLE = "\u00a0", re.compile(r"(?<=\S) (?=[:;?!»])|(?<=«) ")
NOT_OURS = ["var/*", ".venv/*", "node_modules/*", "tests/*", "docs/*", "deploy/*", "locale"]


def catalogue_paths(locale: Path = ROOT / "locale") -> Iterator[Path]:
    """The catalogue of each language that has one."""
    for language in LANGUAGES:
        path = locale / language / "LC_MESSAGES" / "django.po"
        if path.exists():
            yield path


def read(path: Path) -> Catalog:
    """A catalogue in the language of its folder."""
    with path.open("rb") as source:
        return read_po(source, locale=path.parents[1].name)


def compile_stale() -> int:
    """Write each .mo that is older than its .po; the number written."""
    written = 0
    for path in catalogue_paths():
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as output:
            write_mo(output, read(path))
        fresh.replace(target)
        written += 1
    return written


def gaps(path: Path) -> list[str]:
    """What is missing in a catalogue: untranslated, fuzzy, or with other placeholders than its source."""
    found = []
    catalogue = read(path)
    for message in ours(catalogue):
        name = f"{path.parents[1].name}: {str(message.id)[:70]!r}"
        strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        if not all(strings):
            found.append(f"{name} is not translated")
        elif message.fuzzy:
            found.append(f"{name} is fuzzy")
        else:
            found += [f"{name}: {error}" for error in message.check(catalogue)]
    return found


def ours(catalogue: Catalog) -> Iterator[Message]:
    """The messages in use, without the header."""
    return (message for message in catalogue if message.id)


def fill_source(catalogue: Catalog) -> None:
    """French is the language of the code: its catalogue says each string as it stands there, with spaces that do not
    break before : ; ? ! » and after «, whichever the code has."""
    for message in ours(catalogue):
        message.flags.discard("fuzzy")
        if isinstance(message.id, str):
            message.string = set_in_french(message.id)
        else:
            one, many = map(set_in_french, message.id)
            message.string = (one, *[many] * (catalogue.num_plurals - 1))


def set_in_french(text: str) -> str:
    """No line begins with a colon, nor ends with an opening quotation mark."""
    return BREAKABLE.sub(NO_BREAK, text)


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue with a header that changes only when there is something to say."""
    language = path.parents[1].name
    fresh = Catalog(locale=language, header_comment=f"# Rives: the interface ({language})", fuzzy=False)
    fresh.mime_headers = [("Plural-Forms", PLURALS[language])]
    for message in ours(catalogue):
        fresh[message.id] = message
    text = BytesIO()
    write_po(text, fresh, width=0)
    kept = (line for line in text.getvalue().decode().splitlines(keepends=True) if not line.startswith(CHURN))
    path.write_text("".join(kept), "utf-8")


def extract(locale: Path) -> None:
    """Collect the strings of code and templates into the catalogues of a folder; French fills itself."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.commands.makemessages import Command

    class OneCatalogue(Command):
        def find_files(self, root: str) -> list[Any]:
            self.locale_paths = [str(locale)]  # wherever it is: Django would take ./locale if there is one
            return super().find_files(root)

    os.chdir(ROOT)
    settings.configure(LOCALE_PATHS=[locale])
    django.setup()
    for language in LANGUAGES:
        (locale / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    wording: dict[str, Any] = {"add_location": "file", "no_wrap": True, "no_obsolete": True}
    call_command(OneCatalogue(), locale=LANGUAGES, ignore_patterns=NOT_OURS, verbosity=0, **wording)
    for path in catalogue_paths(locale):
        catalogue = read(path)
        if path.parents[1].name == SOURCE:
            fill_source(catalogue)
        write(path, catalogue)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["compile"]:
            compile_stale()
        case ["extract", *folder]:
            extract(Path(folder[0]) if folder else ROOT / "locale")
        case _:
            sys.exit("Usage: catalogues.py compile | extract [FOLDER]")
