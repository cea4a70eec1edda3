"""`manage.py print_forum_permissions > docs/features/forums-permissions.md`"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from forums.permissions import printed


class Command(BaseCommand):
    """Print who may do what in which kind of room, as the code decides it."""

    help = "Print the table of who may do what in forums, in Markdown."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(printed(), ending="")
