"""After the renderer of messages has changed."""

from typing import Any

from django.core.management.base import BaseCommand

from forums.actions.rerendering import rerender_posts


class Command(BaseCommand):
    """Make the HTML of messages anew where an older renderer made it."""

    help = "Refait le HTML des messages rendus par une version plus ancienne ; peut être repris."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(rerender_posts()))
