"""`manage.py scheduler`: periodic work in a process of its own, for production."""

import signal
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from kernel.jobs import loop
from kernel.jobs.actions import run_due


class Command(BaseCommand):
    """Runs what is due until SIGTERM or Ctrl-C. Several may run: each job is done by one of them."""

    help = "Exécute le travail périodique jusqu’à l’arrêt du processus (production)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Exécute ce qui est dû, puis s’arrête.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            for name in run_due(timezone.now()):
                self.stdout.write(name)
            return
        stop = Event()

        def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ask_to_stop)
        loop.run(stop)
