"""manage.py analyse_votes FILE.csv: counts, consensus by group and the verdict on opinion groups."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultations.polis_files import UnreadableFile, VoteFile, read_moderated_out, read_votes
from consultations.statistics.clusters import Verdict, opinion_groups, verdict
from consultations.statistics.consensus import group_informed_consensus
from consultations.statistics.counts import UNGROUPED, Counts, count, count_everyone
from consultations.statistics.space import opinion_space
from consultations.statistics.votes import Integers

LETTERS = "ABCDE"
SHOWN = 10


class Command(BaseCommand):
    help = (
        "Analyse un fichier de votes au format matrice de Polis (une ligne par personne, une colonne par énoncé ; "
        "1 d’accord, -1 pas d’accord, 0 passe, vide non vu) : effectifs, consensus entre les groupes, et si des "
        "groupes d’opinion se distinguent du hasard."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER.csv")
        parser.add_argument("--comments", type=Path, metavar="ENONCES.csv", help="écarte les énoncés modérés (-1)")
        parser.add_argument("--groups", metavar="COLONNE", help="la colonne qui donne les groupes")
        parser.add_argument("--json", action="store_true", help="écrit le résultat en JSON")
        parser.add_argument("--seed", type=int, default=0, help="graine des tirages (0)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = _analysed(options["file"], options["comments"], options["groups"], options["seed"])
        except OSError as error:
            raise CommandError(f"{error.filename} : {error.strerror}.") from error
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(_in_words(result))


def _analysed(path: Path, comments: Path | None, column: str | None, seed: int) -> dict[str, Any]:
    file = read_votes(path)
    if comments:
        file = file.without(read_moderated_out(comments))
    found = verdict(file.votes, seed=seed)
    labels, group_of = file.groups(column) if column else _opinion_groups(file, found, seed)
    sizes = {label: int((group_of == index).sum()) for index, label in enumerate(labels)}
    by_group = count(file.votes, group_of, len(labels))
    return {
        "participants": file.votes.people,
        "groups": sizes,
        "verdict": found.words,
        "verdict_details": {
            "silhouette": found.silhouette,
            "threshold": found.threshold,
            "p": found.p,
            "shuffles": found.shuffles,
            "people": found.people,
        },
        "statements": _statements(file.statements, count_everyone(file.votes), by_group, labels),
    }


def _opinion_groups(file: VoteFile, found: Verdict, seed: int) -> tuple[list[str], Integers]:
    """The groups that the votes make; none where they are not more than chance."""
    if not found.distinct:
        return [], np.full(file.votes.people, UNGROUPED, dtype=np.int64)
    grouping = opinion_groups(file.votes, opinion_space(file.votes).positions, seed)
    return list(LETTERS[: grouping.groups]), grouping.group_of


def _statements(idents: tuple[str, ...], total: Counts, by_group: Counts, labels: list[str]) -> list[dict[str, Any]]:
    agree, disagree = group_informed_consensus(by_group)
    return [
        {
            "id": ident,
            "seen": int(total.seen[0, c]),
            "agree": int(total.agree[0, c]),
            "disagree": int(total.disagree[0, c]),
            "pass": int(total.passed[0, c]),
            "group_informed_consensus": {
                "agree": float(agree[c]) if labels else None,
                "disagree": float(disagree[c]) if labels else None,
            },
            "by_group": {
                label: {
                    "seen": int(by_group.seen[g, c]),
                    "agree": int(by_group.agree[g, c]),
                    "disagree": int(by_group.disagree[g, c]),
                }
                for g, label in enumerate(labels)
            },
        }
        for c, ident in enumerate(idents)
    ]


def _in_words(result: dict[str, Any]) -> str:
    lines = [
        f"Personnes : {result['participants']} ; énoncés : {len(result['statements'])}.",
        "Groupes d’opinion : "
        + ("ils se distinguent du hasard." if result["verdict"] == "distinct groups" else "aucun groupe distinct.")
        + " (silhouette {silhouette:.3f}, seuil {threshold:.3f}, p = {p:.3f})".format(**result["verdict_details"]),
    ]
    if result["groups"]:
        sizes = ", ".join(f"{label} : {size}" for label, size in result["groups"].items())
        lines += [f"Groupes : {sizes}.", "Ce que tous les groupes approuvent le plus :"]
        ranked = sorted(result["statements"], key=lambda one: -one["group_informed_consensus"]["agree"])
        lines += [
            f"  n° {one['id']} : consensus {one['group_informed_consensus']['agree']:.4f} "
            f"({one['agree']} d’accord, {one['disagree']} pas d’accord, {one['pass']} passent)"
            for one in ranked[:SHOWN]
        ]
    return "\n".join(lines)
