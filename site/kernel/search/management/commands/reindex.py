"""manage.py reindex [kind …]: write the search index anew from the objects themselves."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.search.actions import forget_kind, reindex
from kernel.search.models import Entry
from kernel.search.registry import kind_named, kinds


class Command(BaseCommand):
    help = (
        "Refait l’index de recherche : toutes les natures, ou celles qui sont nommées. Peut être relancé sans risque."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kinds", nargs="*", metavar="nature")

    def handle(self, *args: Any, **options: Any) -> None:
        known = {kind.name: kind for kind in kinds()}
        if unknown := [name for name in options["kinds"] if name not in known]:
            raise CommandError(f"Nature inconnue : {', '.join(unknown)}. Natures : {', '.join(known)}.")
        for name in options["kinds"] or known:
            self.stdout.write(f"{name} : {reindex(known[name])}")
        if not options["kinds"]:
            _forget_what_no_app_registers()


def _forget_what_no_app_registers() -> None:
    for name in Entry.objects.order_by().values_list("kind", flat=True).distinct():
        if not kind_named(name):
            forget_kind(name)
