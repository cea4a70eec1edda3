"""What a step is, how it runs a command, and what it hands back."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
LOGS = VAR / "tests"
PATIENCE = 40 * 60  # seconds that one command may take: the longest needs fifteen minutes
CLOSING = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


class Missing(Exception):
    """Something that a step needs cannot be had here; the text names it and says how to get it."""


@dataclass
class Outcome:
    """How a step ended: how many things held, how many did not, and what to show."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    notes: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)  # those that did not hold: their step and pytest's name

    @property
    def word(self) -> str:
        return "failed" if self.failed else "ok" if self.passed else "left out"


@dataclass(frozen=True)
class Step:
    """A named part of the suite; `group` is the target that runs it with its kin (make lint)."""

    name: str
    group: str
    run: Callable[["Console"], Outcome]


@dataclass
class Console:
    """Runs commands, keeps what they say in var/tests/, and shows it as it comes when a step runs alone."""

    live: bool
    strict: bool  # CI: nothing may be left out
    log: Path = LOGS / "none.log"
    patience: float = PATIENCE

    def command(self, command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Exit code and output of a command run at the root of the checkout; one that hangs is ended and says so."""
        said: list[str] = []
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        assert process.stdout is not None
        alarm = threading.Timer(self.patience, end, [process, f"ended after {self.patience:.0f} s", said])
        alarm.start()
        try:
            with self.log.open("a", encoding="utf-8") as log:
                for line in process.stdout:
                    said.append(line)
                    log.write(line)
                    if self.live:
                        print(line, end="", flush=True)
            return process.wait(), "".join(said)
        except KeyboardInterrupt:
            end(process)
            raise
        finally:
            alarm.cancel()

    def holds(self, command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> Outcome:
        """One check: the command succeeds, or its last lines say why not."""
        code, output = self.command(command, env=env)
        return Outcome(passed=1) if code == 0 else Outcome(failed=1, notes=[tail(output)])

    def pytest(self, *arguments: str, env: Mapping[str, str] | None = None) -> Outcome:
        """A run of pytest, counted by its closing line."""
        code, output = self.command([sys.executable, "-m", "pytest", *arguments], env=env)
        counts = {"passed": 0, "failed": 0, "error": 0, "skipped": 0}
        closing = next((line for line in reversed(output.splitlines()) if CLOSING.search(line)), "")
        for number, word in CLOSING.findall(closing):
            counts[word.removesuffix("s") if word.startswith("error") else word] += int(number)
        failed = counts["failed"] + counts["error"]
        if code not in (0, 5) and not failed:
            failed = 1
        outcome = Outcome(counts["passed"], failed, counts["skipped"])
        if failed:
            outcome.notes.append(failures(output))
            outcome.tests = [f"{self.log.stem}: {test}" for test in named(output)]
        return outcome


def end(process: "subprocess.Popen[str]", why: str = "", said: list[str] | None = None, seconds: float = 20) -> None:
    """What Ctrl-C does, for the command and all that it started; those still there after `seconds` are killed."""
    if said is not None:
        said.append(f"{why}\n")
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def tail(output: str, lines: int = 60) -> str:
    """The end of what a command said."""
    return "\n".join(output.rstrip().splitlines()[-lines:])


def failures(output: str, most: int = 400) -> str:
    """The part of pytest's output that tells of failures."""
    lines = output.rstrip().splitlines()
    starts = (number for number, line in enumerate(lines) if re.match(r"=+ (FAILURES|ERRORS) =+", line))
    shown = lines[next(starts, max(0, len(lines) - 60)) :]
    return "\n".join(shown if len(shown) <= most else [*shown[: most // 2], "…", *shown[-most // 2 :]])


def named(output: str) -> list[str]:
    """The tests that pytest's closing list says failed, without what each said: that can be hundreds of lines."""
    return [line.partition(" - ")[0] for line in output.splitlines() if re.match(r"(FAILED|ERROR) tests/", line)]
