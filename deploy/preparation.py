"""Brings an installation up to date before it serves: catalogues, database, static files, demo; only what changed."""

import hashlib
import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy import catalogues

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("site", "events", "forums", "consultations")


class Stamps:
    """What was prepared from which inputs, kept in var/prepared.json."""

    def __init__(self, var: Path) -> None:
        self.path = var / "prepared.json"
        self.values: dict[str, str] = json.loads(self.path.read_text()) if self.path.exists() else {}

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def __setitem__(self, name: str, value: str) -> None:
        self.values[name] = value
        self.path.write_text(json.dumps(self.values, indent=1))


def prepare() -> None:
    """Make everything ready to serve, and say in one line each what takes time."""
    catalogues.compile_stale()
    import django

    django.setup()
    from django.conf import settings

    settings.VAR.mkdir(parents=True, exist_ok=True)
    stamps = Stamps(settings.VAR)
    build_database(stamps)
    if not settings.DEBUG:
        collect_static(stamps)
    if settings.DEMO:
        load_demo(stamps)
    open_demo_accounts(settings.VAR / "demo_accounts.json", open_them=settings.DEMO)


def build_database(stamps: Stamps) -> None:
    """Migrate when a migration came, or when the database is not the one that was migrated."""
    from django.core.management import call_command

    files = (path for package in PACKAGES for path in (ROOT / package).rglob("migrations/*.py"))
    wanted = fingerprint([ROOT / "requirements.txt", *files], contents=True)
    if stamps["database"] == f"{wanted} {applied_migrations()}":
        return
    with progress("Building the database"):
        call_command("migrate", verbosity=0, interactive=False)
    stamps["database"] = f"{wanted} {applied_migrations()}"


def applied_migrations() -> int:
    """How many migrations the database has seen; 0 when it is empty."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    recorder = MigrationRecorder(connection)
    return recorder.migration_qs.count() if recorder.has_table() else 0


def collect_static(stamps: Stamps) -> None:
    """Hash and compress the static files when one of them changed."""
    from django.conf import settings
    from django.core.management import call_command

    files = (path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*") if path.is_file())
    wanted = fingerprint([ROOT / "requirements.txt", *files])
    if stamps["static"] == wanted and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return
    with progress("Collecting static files"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamps["static"] = wanted


def load_demo(stamps: Stamps) -> None:
    """Fill an empty database with the demo; take up one that was interrupted."""
    from django.core.management import call_command

    from actors.models import Person

    if stamps["demo"] != "begun" and Person.objects.exists():
        return
    stamps["demo"] = "begun"
    with progress("Loading the demo"):
        call_command("load_demo", verbosity=0)
    stamps["demo"] = "loaded"


def open_demo_accounts(accounts: Path, *, open_them: bool) -> None:
    """Let the demo accounts in, or shut them out: their passwords are printed on every start of the demo."""
    from actors.models import Person

    if accounts.exists():
        emails = [account["email"] for account in json.loads(accounts.read_text("utf-8"))]
        Person.objects.filter(email__in=emails, is_active=not open_them).update(is_active=open_them)


def fingerprint(paths: Iterable[Path], *, contents: bool = False) -> str:
    """Changes when a file comes, goes or changes (by its content, or faster by size and time)."""
    digest = hashlib.sha256()
    for path in sorted(set(paths)):
        state = path.stat()
        mark = path.read_bytes() if contents else f"{state.st_size} {state.st_mtime_ns}".encode()
        digest.update(f"{path}\0".encode() + mark)
    return digest.hexdigest()


@contextmanager
def progress(what: str) -> Iterator[None]:
    """One line on the terminal: what is being done, then how long it took."""
    started = time.monotonic()
    print(f"{what} …", end=" ", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f"done in {time.monotonic() - started:.0f} s.", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "site"))
    prepare()
