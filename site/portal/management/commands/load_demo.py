"""manage.py load_demo [--seed N]: the demonstration in three languages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation

from portal.demo.loader import load


class Command(BaseCommand):
    """Load the demonstration, or what is missing of it."""

    help = "Load the demonstration: real projects restated with their sources, everything else fictitious. Repeatable."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=7, help="decides every draw (default 7)")

    def handle(self, *args: Any, seed: int, verbosity: int, **options: Any) -> None:
        def say(what: str) -> None:
            if verbosity:
                self.stdout.write(f"  {what}")

        with translation.override("fr"):
            load(seed=seed, at=timezone.now().replace(minute=0, second=0, microsecond=0), say=say)
