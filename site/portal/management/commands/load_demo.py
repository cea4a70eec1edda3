"""manage.py load_demo [--seed N] [--scale N]: the demonstration in three languages, and more of it for measuring."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from portal.demo.loader import load

WIDTH = 30  # characters of the bar


class Command(BaseCommand):
    """Load the demonstration, or what is missing of it."""

    help = "Load the demonstration: real projects restated with their sources, everything else fictitious. Repeatable."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: dict[str, int] = {}

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=7, help="decides every draw (default 7)")
        parser.add_argument(
            "--scale",
            type=int,
            default=1,
            help="beyond 1, fictitious messages and votes for measuring: 1,000 messages and 10,000 votes a step "
            "(101 makes 100,000 and 1,000,000)",
        )

    def handle(self, *args: Any, seed: int, scale: int, verbosity: int, **options: Any) -> None:
        if scale < 1:
            raise CommandError("--scale is 1 or more")

        def say(what: str) -> None:
            if verbosity:
                self.stdout.write(f"  {what}")

        with translation.override("fr"):
            at = timezone.now().replace(minute=0, second=0, microsecond=0)
            load(seed=seed, at=at, say=say, scale=scale, tell=self._bar if verbosity else _silent)

    def _bar(self, name: str, written: int, wanted: int) -> None:
        """One line that fills; where it cannot be written over, a line for each tenth."""
        over = self.stdout.isatty()
        tenths, line = 10 * written // wanted, f"  {name} {written:,} / {wanted:,}"
        if over:
            full = WIDTH * written // wanted
            self.stdout.write(f"\r  [{'#' * full:.<{WIDTH}}]{line}", ending="\n" if written >= wanted else "")
            self.stdout.flush()
        elif tenths > self._told.get(name, 0):
            self._told[name] = tenths
            self.stdout.write(line)


def _silent(name: str, written: int, wanted: int) -> None:
    """For --verbosity 0."""
