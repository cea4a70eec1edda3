"""After restoring a backup."""

from typing import Any

from django.core.management.base import BaseCommand

from kernel.live.actions import renew_epochs


class Command(BaseCommand):
    """Give every live stream a new epoch: numbers drawn since the backup were seen by readers and come again."""

    help = "Après la restauration d’une sauvegarde : chaque lecteur en direct repart de la page entière."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(renew_epochs()))
