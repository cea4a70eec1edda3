"""Makes and refreshes .venv, then becomes a part of Rives in it. Standard library only: nothing is installed yet."""

import errno
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
VENV = Path(os.environ.get("RIVES_VENV", ROOT / ".venv"))
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
MEGABYTE = 1024 * 1024
ROOM = {"requirements.txt": 700, "tests/requirements.txt": 1500}  # megabytes that an installation takes, with some air

# What `deploy/run.py NAME` runs in the environment, and the requirements that it needs there.
PARTS = {
    "serve": (["-m", "deploy.serve"], "requirements.txt"),
    "manage": ([str(ROOT / "manage.py")], "requirements.txt"),
    "messages": (["-m", "deploy.catalogues", "extract"], "requirements.txt"),
    "test": (["-m", "tests.suite"], "tests/requirements.txt"),
    "bench": (["-m", "tests.bench"], "tests/requirements.txt"),
    "tidy": (["-m", "tests.suite.tidy"], "tests/requirements.txt"),
}
NO_NETWORK = ("No matching distribution", "Could not find a version", "Connection", "NewConnectionError", "resolution")


class Trouble(Exception):
    """Something that the person at the keyboard can mend; its text says what and how."""


def main(arguments: list[str]) -> int:
    """Install what the named part needs and run it; one clear sentence when that cannot be."""
    try:
        name, *rest = arguments
        command, requirements = PARTS[name]
        if name == "serve":
            refuse_early(os.environ)
        install(requirements)
        become([str(PYTHON), *command, *rest])
    except KeyboardInterrupt:
        return 130
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        print(disk_full(), file=sys.stderr)
    return 1


def refuse_early(environment: "os._Environ[str] | dict[str, str]") -> tuple[str, int]:
    """The host and port to serve on, or Trouble before anything is installed: bad port, open demo, busy port."""
    host = environment.get("HOST") or "127.0.0.1"
    text = environment.get("PORT") or "8000"
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise Trouble(f"PORT={text} is no port: choose a number from 1 to 65535.")
    port = int(text)
    if environment.get("DEMO", "0") not in ("", "0") and not is_loopback(host):
        raise Trouble(
            f"HOST={host} would open the demo accounts to the network: use 127.0.0.1, or switch them off with DEMO=0."
        )
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError:
        raise Trouble(
            f"Port {port} is reserved for the administrator: choose one above 1023, e.g. PORT=8000."
        ) from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Trouble(
                f"Port {port} is busy: stop what listens there, or choose another with PORT={port + 1}."
            ) from None
        raise Trouble(f"HOST={host} is not an address of this machine.") from None
    return host, port


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host."""
    return host in ("localhost", "::1", "[::1]") or (host.startswith("127.") and host.count(".") == 3)


def install(requirements: str) -> None:
    """Bring .venv in line with a requirements file; at once done when nothing changed since the last time."""
    wanted = fingerprint(requirements)
    stamp = VENV / f".{requirements.replace('/', '-')}.sha256"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    free = shutil.disk_usage(ROOT).free // MEGABYTE
    if free < ROOM[requirements]:
        raise Trouble(f"{disk_full()} Installing takes about {ROOM[requirements]} MB; {free} MB are left.")
    if not is_usable():
        make_environment()
    pip_install(requirements)
    stamp.write_text(wanted)


def fingerprint(requirements: str) -> str:
    """Changes with the Python in use and with every file that the requirements name."""
    parts = [str(sys.version_info[:2])]
    files = [requirements] if requirements == "requirements.txt" else ["requirements.txt", requirements]
    parts += [(ROOT / file).read_text("utf-8") for file in files]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def is_usable() -> bool:
    """Whether .venv was made with this very Python version and has pip."""
    question = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]!r})"
    return PYTHON.exists() and quiet([str(PYTHON), "-c", question]).returncode == 0


def make_environment() -> None:
    """A fresh .venv."""
    say(f"Making a virtual environment in {VENV.name} …")
    shutil.rmtree(VENV, ignore_errors=True)
    result = quiet([sys.executable, "-m", "venv", str(VENV)])
    if result.returncode == 0:
        return
    output = result.stdout + result.stderr
    if "No space left" in output:
        raise Trouble(disk_full())
    version = "{}.{}".format(*sys.version_info[:2])
    raise Trouble(
        f"Python {version} cannot make a virtual environment; on Debian and Ubuntu: apt install python{version}-venv."
    )


def pip_install(requirements: str) -> None:
    """Install the pinned packages with one line of progress."""
    count = sum(
        "==" in line
        for file in {requirements, "requirements.txt"}
        for line in (ROOT / file).read_text("utf-8").splitlines()
    )
    started = time.monotonic()
    print(f"Installing {count} packages, a minute or two …", end=" ", flush=True)
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--retries", "2"]
    result = quiet([str(PYTHON), "-m", "pip", "install", *options, "--requirement", str(ROOT / requirements)])
    if result.returncode == 0:
        print(f"done in {time.monotonic() - started:.0f} s.", flush=True)
        return
    print(flush=True)
    output = result.stdout + result.stderr
    if "No space left" in output or "Errno 28" in output:
        raise Trouble(disk_full())
    if any(sign in output for sign in NO_NETWORK):
        raise Trouble("The packages could not be fetched: check this machine's connection to the Python package index.")
    last = next((line for line in reversed(output.splitlines()) if line.strip()), "no reason given")
    raise Trouble(f"The packages could not be installed: {last.strip()}")


def disk_full() -> str:
    """What to say when nothing more can be written."""
    return f"The disk is full: make room on the one that holds {ROOT} and start again."


def quiet(command: list[str]) -> "subprocess.CompletedProcess[str]":
    """Run a command and keep what it says."""
    return subprocess.run(command, capture_output=True, text=True, check=False)


def become(command: list[str]) -> NoReturn:
    """Go on as that command, in this very process: Ctrl-C and its exit code are its own."""
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(command[0], command)


def say(text: str) -> None:
    """One line for the person at the keyboard."""
    print(text, flush=True)
