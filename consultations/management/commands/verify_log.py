"""manage.py verify_log [SLUG …] [--head N:HASH]: the chain, and each record against what was sealed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultations.models import Consultation
from consultations.queries.log import Fault, Verdict, hash_at, verify

SHOWN = 20
WORDS = {
    "broken": "la chaîne est rompue au maillon {sequence}",
    "head": "la tête ne suit pas le dernier maillon ({sequence})",
    "changed": "{kind} {object_id} : ne dit plus ce que le maillon {sequence} a scellé",
    "missing": "{kind} {object_id} : scellé au maillon {sequence}, et n’existe plus",
    "unsealed": "{kind} {object_id} : aucun maillon",
    "blanked": "des sels manquent sans effacement déclaré, ou l’inverse",
}


class Command(BaseCommand):
    help = (
        "Vérifie le journal des consultations : la chaîne des maillons, et que votes, réponses, phrases, positions et "
        "recommandations disent ce qui a été scellé. Sort en erreur à la première consultation dont le journal ment."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="ADRESSE", help="consultations (toutes sans adresse)")
        parser.add_argument(
            "--head",
            metavar="NUMERO:EMPREINTE",
            help="une tête notée un jour, que la chaîne doit contenir (une seule consultation)",
        )

    def handle(self, *args: Any, slugs: list[str], head: str | None, verbosity: int, **options: Any) -> None:
        consultations = Consultation.objects.order_by("pk")
        if slugs:
            consultations = consultations.filter(slug__in=slugs)
            if unknown := set(slugs) - set(consultations.values_list("slug", flat=True)):
                raise CommandError(f"Consultation inconnue : {', '.join(sorted(unknown))}.")
        if head and len(slugs) != 1:
            raise CommandError("Avec --head, nommez une seule consultation.")
        wrong = []
        for consultation in consultations:
            found = verify(consultation)
            is_known = not head or _holds(consultation, head)
            if not found.holds or not is_known:
                wrong.append(consultation.slug)
            if verbosity:
                self.stdout.write(_in_words(consultation, found))
                if not is_known:
                    self.stdout.write(f"  cette tête n’est pas de cette chaîne : {head}")
        if wrong:
            raise CommandError(f"Le journal ne tient pas : {', '.join(wrong)}.")


def _holds(consultation: Consultation, head: str) -> bool:
    number, _colon, noted = head.partition(":")
    if not number.isascii() or not number.isdigit() or not noted:
        raise CommandError("Une tête s’écrit NUMERO:EMPREINTE.")
    return hash_at(consultation, int(number)) == noted


def _in_words(consultation: Consultation, found: Verdict) -> str:
    state = "tient" if found.holds else "NE TIENT PAS"
    lines = [
        f"{consultation.slug} : {state} ; {found.links} maillons, {found.checked} vérifiés, "
        f"{found.forgotten} oubliés ; tête {found.links}:{found.head or '-'}"
    ]
    lines += [f"  {_fault(fault)}" for fault in found.faults[:SHOWN]]
    if len(found.faults) > SHOWN:
        lines.append(f"  … et {len(found.faults) - SHOWN} autres")
    return "\n".join(lines)


def _fault(fault: Fault) -> str:
    return WORDS[fault.what].format(kind=fault.kind, sequence=fault.sequence, object_id=fault.object_id)
