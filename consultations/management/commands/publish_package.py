"""manage.py publish_package SLUG …: the result package of consultations, as the periodic job publishes it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consultations.actions.packages import publish_package
from consultations.models import Consultation


class Command(BaseCommand):
    help = "Publie le paquet de résultats d’une consultation ; rien de nouveau, rien de publié."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="+", metavar="ADRESSE")

    def handle(self, *args: Any, slugs: list[str], **options: Any) -> None:
        for slug in slugs:
            consultation = Consultation.objects.published().filter(slug=slug).first()
            if consultation is None:
                raise CommandError(f"Consultation inconnue ou non publiée : {slug}.")
            package = publish_package(consultation=consultation, at=timezone.now())
            self.stdout.write(f"{slug} : paquet {package.number}, SHA-256 {package.sha256}")
