"""The running site that browser tests walk through: the real server, an installation of its own, the demo in it."""

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from deploy.preparation import PACKAGES, fingerprint
from tests.suite.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "tests"
CODE = {".py", ".toml", ".css", ".js", ".svg", ".woff2", ".po", ".json"}
PATIENCE = 300
SITE_PATH = {"PYTHONPATH": str(ROOT / "site")}


@dataclass(frozen=True)
class Site:
    """Where it answers, where its files are, and who can sign in."""

    url: str
    var: Path
    accounts: dict[str, dict[str, str]]

    def mails(self, address: str) -> list["Mail"]:
        """The mails that an address got, the latest first, read in the mailbox as a visitor does."""
        listing = self.read("/mailbox/")
        rows = re.findall(r'href="/mailbox/([0-9a-f-]{36})/"[^>]*>.*?<bdi>([^<]*)</bdi>', listing, re.DOTALL)
        return [Mail(self, uid) for uid, to in rows if to == address]

    def mail(self, address: str, *, seconds: float = 20) -> "Mail":
        """The latest mail to an address, waiting until its task has sent it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for mail in self.mails(address)[:1]:
                if mail.is_sent:
                    return mail
            time.sleep(0.2)
        raise AssertionError(f"no mail to {address} within {seconds} s")

    def invitation(self, address: str, method: str, *, seconds: float = 20) -> "Mail":
        """The mail to an address that carries a calendar entry of a method (REQUEST, CANCEL), waiting for it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for mail in self.mails(address):
                if mail.is_sent and f"METHOD:{method}" in mail.invitation:
                    return mail
            time.sleep(0.2)
        raise AssertionError(f"no {method} to {address} within {seconds} s")

    def mail_about(self, address: str, text: str, *, method: str = "", after: int = -1, seconds: float = 30) -> "Mail":
        """The latest mail to an address that names something, waiting for it.

        With a `method`, one that carries such a calendar entry whose SEQUENCE is higher than `after`.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for mail in self.mails(address)[:12]:
                if mail.is_sent and text in mail.text and mail.answers(method, after):
                    return mail
            time.sleep(0.2)
        raise AssertionError(f"no mail about {text} ({method or 'any'}) to {address} within {seconds} s")

    def run(self, module: str) -> None:
        """Run a module beside the server, on its database."""
        subprocess.run([sys.executable, "-m", module], cwd=ROOT, env=environment(self.var) | SITE_PATH, check=True)

    def read(self, path: str) -> str:
        """The body of an address, as a signed-out visitor gets it."""
        with urllib.request.urlopen(self.url + path, timeout=30) as response:  # noqa: S310  (our own server)
            return response.read().decode("utf-8")


@dataclass(frozen=True)
class Mail:
    """One mail of the local mailbox."""

    site: Site
    uid: str

    @property
    def is_sent(self) -> bool:
        return "/body/" in self.site.read(f"/mailbox/{self.uid}/")

    @property
    def text(self) -> str:
        return self.site.read(f"/mailbox/{self.uid}/text/")

    @property
    def html(self) -> str:
        return self.site.read(f"/mailbox/{self.uid}/body/")

    @property
    def invitation(self) -> str:
        """Its calendar entry; blank where it has none."""
        try:
            return self.site.read(f"/mailbox/{self.uid}/invite.ics")
        except urllib.error.HTTPError as error:
            if error.code == HTTPStatus.NOT_FOUND:
                return ""
            raise

    def answers(self, method: str, after: int) -> bool:
        """Whether its calendar entry has this method and a SEQUENCE above `after`; any mail where none is asked."""
        if not method:
            return True
        entry = self.invitation
        found = re.search(r"^SEQUENCE:(\d+)", entry, re.MULTILINE)
        return f"METHOD:{method}" in entry and found is not None and int(found.group(1)) > after

    def link(self, containing: str) -> str:
        """The first address in its text that contains something: the way on."""
        found = [address for address in re.findall(r"https?://\S+", self.text) if containing in address]
        assert found, f"no link with {containing!r} in: {self.text}"
        return found[0].rstrip(".,)>")


@contextmanager
def running_site() -> Iterator[Site]:
    """Start the server on a free port with a copy of the prepared demo; stop it and forget the copy afterwards."""
    with tempfile.TemporaryDirectory(prefix="rives-site-", ignore_cleanup_errors=True) as folder:
        var, port = Path(folder) / "var", free_port()
        shutil.copytree(prepared_demo(), var)
        log = KEPT / f"server-{port}.log"
        with log.open("w", encoding="utf-8") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "deploy.serve"],
                cwd=ROOT,
                env=environment(var) | {"HOST": "127.0.0.1", "PORT": str(port)},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                url = f"http://localhost:{port}"
                wait_until_ready(url, process, log)
                accounts = json.loads((var / "demo_accounts.json").read_text("utf-8"))
                yield Site(url, var, {account["role"]: account for account in accounts})
            finally:
                process.terminate()
                process.wait(20)


def prepared_demo() -> Path:
    """An installation with the demo, made once for the present code and shared by the workers."""
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.suffix in CODE)
    mark = fingerprint([ROOT / "requirements.txt", *files])[:16]
    kept = KEPT / f"demo-{time.strftime('%Y%m%d')}-{mark}"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in KEPT.glob("demo-*"):
                shutil.rmtree(old, ignore_errors=True)
            draft = kept.with_name(f"{kept.name}.draft")
            command = [sys.executable, "-m", "deploy.preparation"]
            result = subprocess.run(
                command, cwd=ROOT, env=environment(draft), capture_output=True, text=True, check=False
            )
            assert result.returncode == 0, result.stdout + result.stderr
            draft.rename(kept)
    return kept


def environment(var: Path) -> dict[str, str]:
    """The embedded default with its demo, whatever the surroundings say."""
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.embedded", "RIVES_VAR": str(var), "DEMO": "1", "DEBUG": "0"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RIVES_", "PYTEST_"))}
    return kept | settings | {"DATABASE_URL": "", "REDIS_URL": "", "EMAIL_URL": "", "PYTHONPATH": ""}


def wait_until_ready(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until the site answers that it is ready."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text("utf-8")
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):  # noqa: S310  (our own server)
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the site did not start within {PATIENCE} s: {log.read_text('utf-8')}")
