"""What each column and each figure means, in the words of a Frictionless data package."""

from __future__ import annotations

from typing import Any

Field = tuple[str, str, str, str]  # name, type, meaning in French, in English
ANSWERS: tuple[Field, ...] = (
    ("agree", "integer", "personnes d’accord ; vide : trop peu pour être publié", "people who agree; blank: too few"),
    ("disagree", "integer", "personnes pas d’accord", "people who disagree"),
    ("pass", "integer", "personnes qui passent : elles ont vu la phrase", "people who pass: they saw the statement"),
)
GROUPS: tuple[Field, ...] = (
    ("table", "string", "levels : collèges ; shores : rives ; crossed : collège|rive", "levels, shores, level|shore"),
    (
        "group",
        "string",
        "le groupe ; un groupe absent n’est pas publié ; basin : voix de tout le bassin",
        "the group; one that is absent is kept back; basin: voices of the whole basin",
    ),
)
STATEMENT: Field = ("statement", "integer", "numéro de la phrase", "number of the statement")
RESOURCES: dict[str, tuple[Field, ...]] = {
    "statements.csv": (
        STATEMENT,
        ("text_fr", "string", "la phrase en français", "the statement in French"),
        ("text_en", "string", "la phrase en anglais", "the statement in English"),
        ("text_ar", "string", "la phrase en arabe", "the statement in Arabic"),
        ("proposed_by", "string", "collège qui l’a proposée", "level that proposed it"),
        *ANSWERS,
    ),
    "tables.csv": (STATEMENT, *GROUPS, *ANSWERS),
    "people.csv": (*GROUPS, ("people", "integer", "personnes qui ont pris part", "people who took part")),
    "network.csv": (
        ("level", "string", "collège", "level"),
        ("organisations", "integer", "organisations de l’annuaire", "organisations of the directory"),
    ),
    "positions.csv": (
        ("organisation", "string", "organisation signataire", "organisation that signs"),
        ("level", "string", "son collège", "its level"),
        ("shore", "string", "sa rive ; vide : tout le bassin", "its shore; blank: the whole basin"),
        ("revision", "integer", "révision de la position", "revision of the position"),
        ("signed_on", "date", "jour de la signature", "day of signature"),
        ("language", "string", "langue du texte", "language of the text"),
        ("text", "string", "le texte signé", "the text signed"),
    ),
    "stances.csv": (
        ("organisation", "string", "organisation signataire", "organisation that signs"),
        STATEMENT,
        ("value", "integer", "1 d’accord, -1 pas d’accord, 0 passe", "1 agree, -1 disagree, 0 pass"),
    ),
}
FIGURES: tuple[Field, ...] = (
    ("seen", "integer", "S = A + D + P", "S = A + D + P"),
    ("agree", "number", "A / S", "A / S"),
    ("disagree", "number", "D / S", "D / S"),
    ("smoothed", "number", "(A + 1) / (S + 2)", "(A + 1) / (S + 2)"),
    ("lower", "number", "borne basse de Wilson à 90 %, unilatérale", "lower Wilson bound, one-sided 90 %"),
    ("upper", "number", "borne haute de Wilson à 90 %, unilatérale", "upper Wilson bound, one-sided 90 %"),
    (
        "level_consensus",
        "number",
        "moyenne géométrique des parts lissées des collèges entendus (S ≥ 5)",
        "geometric mean of the smoothed shares of the levels heard (S ≥ 5)",
    ),
    ("group_informed_consensus", "number", "leur produit", "their product"),
    ("weakest_level", "string", "collège à la part lissée la plus faible", "level of the lowest smoothed share"),
    ("reservations", "array", "collèges dont la borne haute est sous 1/2", "levels whose upper bound is below 1/2"),
    (
        "common_ground",
        "boolean",
        "trois collèges et deux rives au moins entendus, toutes les bornes basses au-dessus de 1/2",
        "at least three levels and both shores heard, every lower bound above 1/2",
    ),
    (
        "bridge",
        "boolean",
        "les deux rives à moins de 0,15 (deux tests unilatéraux à 5 %), consensus des collèges d’au moins 0,6",
        "the two shores closer than 0.15 (two one-sided tests at 5 %), level consensus of at least 0.6",
    ),
    (
        "two_shore_consensus",
        "number",
        "le plus faible des consensus des collèges de chaque rive",
        "the lower of the level consensus of each shore",
    ),
    (
        "divergences",
        "array",
        "collèges qui s’écartent de tous les autres (Benjamini-Hochberg, 10 %)",
        "levels that part from all others (Benjamini-Hochberg, 10 %)",
    ),
    ("mean_of_people", "number", "ΣA / ΣS des collèges publiés", "ΣA / ΣS over the levels published"),
    ("mean_of_levels", "number", "moyenne des A / S des collèges entendus", "mean of A / S over the levels heard"),
    ("net", "number", "(ΣA - ΣD) / ΣS des collèges publiés", "(ΣA - ΣD) / ΣS over the levels published"),
    (
        "spread",
        "number",
        "le plus grand A / S des collèges publiés moins le plus petit",
        "the highest A / S of the levels published less the lowest",
    ),
    ("shore_gap", "number", "écart des A / S des deux rives", "the A / S of the two shores apart"),
)


def codebook() -> dict[str, Any]:
    """Each file with its fields, and each figure of results.json."""
    return {
        "resources": [
            {"path": path, "format": "csv", "encoding": "utf-8", "schema": {"fields": [_field(one) for one in fields]}}
            for path, fields in RESOURCES.items()
        ],
        "figures": {"path": "results.json", "fields": [_field(one) for one in FIGURES]},
    }


def _field(one: Field) -> dict[str, Any]:
    name, kind, french, english = one
    return {"name": name, "type": kind, "description": {"fr": french, "en": english}}
