"""`make test`: every step, each with its time; all run even when one fails; one summary at the end."""

import os
import signal
import sys
import time
from types import FrameType

from tests.suite import checks, suites
from tests.suite.steps import LOGS, ROOT, Console, Missing, Outcome, Step

STEPS = [
    Step("style", "lint", checks.style),
    Step("format", "lint", checks.formatting),
    Step("templates", "lint", checks.templates),
    Step("css", "lint", checks.css),
    Step("imports", "lint", checks.imports),
    Step("types", "types", checks.types),
    Step("migrations", "checks", checks.migrations),
    Step("system", "checks", checks.system_checks),
    Step("catalogues", "checks", checks.complete_catalogues),
    Step("extraction", "checks", checks.extracted_catalogues),
    Step("calendars", "checks", checks.calendars),
    Step("unit", "unit", suites.unit),
    Step("postgres", "postgres", suites.postgres),
    Step("browser", "browser", suites.browser),
    Step("html", "html", checks.html),
]


def main(wanted: list[str]) -> int:
    """Run the wanted steps or groups, all by default; 0 when everything held."""
    names = {step.name for step in STEPS} | {step.group for step in STEPS}
    if unknown := set(wanted) - names:
        print(f"No step is called {' or '.join(sorted(unknown))}: choose among {', '.join(sorted(names))}.")
        return 2
    chosen = [step for step in STEPS if not wanted or step.name in wanted or step.group in wanted]
    strict = os.environ.get("CI", "").lower() in ("1", "true")
    signal.signal(signal.SIGTERM, interrupt)
    started = time.monotonic()
    try:
        outcomes = [run(step, Console(live=len(chosen) == 1, strict=strict)) for step in chosen]
    except KeyboardInterrupt:
        print("\nInterrupted.")
        return 130
    return summary(outcomes, time.monotonic() - started)


def run(step: Step, console: Console) -> Outcome:
    """One step, with a line on the terminal, and what went wrong under it."""
    LOGS.mkdir(parents=True, exist_ok=True)
    console.log = LOGS / f"{step.name}.log"
    console.log.write_text("")
    started = time.monotonic()
    print(f"{step.name:<12}", end="\n" if console.live else "", flush=True)
    try:
        outcome = step.run(console)
    except Missing as missing:
        outcome = Outcome(failed=int(console.strict), notes=[f"missing: {missing}"])
    except Exception as error:  # a broken step must not hide the others
        outcome = Outcome(failed=1, notes=[f"{type(error).__name__}: {error}"])
    counted = f"{outcome.passed} passed, {outcome.failed} failed" if outcome.passed + outcome.failed > 1 else ""
    print(f"{outcome.word:<9} {time.monotonic() - started:6.1f} s  {counted}", flush=True)
    if not (console.live and outcome.passed):
        for note in outcome.notes:
            print("    " + note.replace("\n", "\n    "), flush=True)
    return outcome


def summary(outcomes: list[Outcome], seconds: float) -> int:
    """What failed by name, and the whole in three lines; the last one is plain for machines."""
    passed, failed = sum(each.passed for each in outcomes), sum(each.failed for each in outcomes)
    left_out = sum(each.word == "left out" for each in outcomes)
    print(f"\nIn {seconds / 60:.1f} minutes; logs in {LOGS.relative_to(ROOT)}/.")
    if left_out:
        print(f"{left_out} steps were left out: see above what is missing.")
    for test in (test for each in outcomes for test in each.tests):
        print(test)
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def interrupt(number: int, frame: FrameType | None) -> None:
    """Being told to stop is like Ctrl-C: servers are stopped on the way out."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
