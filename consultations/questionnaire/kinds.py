"""What an answer of each kind is: read from a form as it was typed, then judged when it counts.

`read` is lenient: it keeps what somebody typed, wrong or half done, so that a draft loses nothing. `clean` is strict
and gives the value that is kept for good. Both have the same shapes:

short, long   text                        single, multiple  {"codes": [code, …], "words": {code: text}}
scale         whole number                matrix            {row code: column code}
ranking       {code: rank}, 1 the first   number            decimal digits as text, "12.5"
date          "2026-11-23"                place             {"lat": 36.8, "lon": 10.2, "label": text, "town": text}
file          {"path", "name", "size", "type"}: written by the action that keeps the bytes
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.ui.sheet import sheet

from ..choices import QuestionKind
from .asking import Asked, Value

Typed = Callable[[str], Sequence[str]]  # the name of a control -> what was typed in it

NOTHING: tuple[Any, ...] = (None, "", {}, [])
MOST_SHORT, MOST_LONG, MOST_WORDS = 300, 6000, 200  # characters
MOST_KEPT = 4 * MOST_LONG  # too long to be sent is not too long to be kept
MOST_LAT, MOST_LON = 90, 180  # degrees
PLACE_DECIMALS = 3  # about a hundred metres: a place, not a front door
_SEPARATORS = str.maketrans({"٫": ".", ",": ".", "٬": "", "\u00a0": "", "\u202f": "", " ": "", "−": "-"})


class Invalid(Exception):
    """An answer that cannot be sent as it is; the message says what to do."""


# -- as it was typed


def read(question: Asked, typed: Typed) -> Value:
    """What was typed, in the shape of its kind; None where nothing was. Codes that do not exist are left out."""
    value = _READ[question.kind](question, typed)
    return None if value in NOTHING else value


def _one(typed: Typed, name: str) -> str:
    found = typed(name)
    return found[0].replace("\x00", "").replace("\r\n", "\n").strip()[:MOST_KEPT] if found else ""


def _text(question: Asked, typed: Typed) -> Value:
    return _one(typed, question.name)


def _choices(question: Asked, typed: Typed) -> Value:
    given = set(typed(question.name))
    chosen = [choice for choice in question.choices if choice.code in given]
    if not chosen:
        return None
    words = {c.code: _one(typed, f"{question.name}-{c.code}") for c in chosen if c.is_free}
    return {"codes": [choice.code for choice in chosen], "words": {code: text for code, text in words.items() if text}}


def _step(question: Asked, typed: Typed) -> Value:
    return next((step for step in question.scale if str(step) == _one(typed, question.name)), None)


def _matrix(question: Asked, typed: Typed) -> Value:
    columns = {choice.code for choice in question.choices}
    given = {row.code: _one(typed, f"{question.name}-{row.code}") for row in question.rows}
    return {row: column for row, column in given.items() if column in columns}


def _ranking(question: Asked, typed: Typed) -> Value:
    ranks = {str(rank): rank for rank in range(1, len(question.choices) + 1)}
    given = {choice.code: ranks.get(_one(typed, f"{question.name}-{choice.code}")) for choice in question.choices}
    return {code: rank for code, rank in given.items() if rank}


def _place(question: Asked, typed: Typed) -> Value:
    names = ("lat", "lon", "label", "town")
    given = {name: _one(typed, f"{question.name}-{name}")[:MOST_WORDS] for name in names}
    if given["lat"] or given["lon"]:  # a point shown on the map says more than a town
        given["town"] = ""
    return {name: text for name, text in given.items() if text}


def _no_control(question: Asked, typed: Typed) -> Value:
    return None


_READ: dict[QuestionKind, Callable[[Asked, Typed], Value]] = {
    QuestionKind.SHORT: _text,
    QuestionKind.LONG: _text,
    QuestionKind.SINGLE: _choices,
    QuestionKind.MULTIPLE: _choices,
    QuestionKind.SCALE: _step,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.RANKING: _ranking,
    QuestionKind.NUMBER: _text,
    QuestionKind.DATE: _text,
    QuestionKind.FILE: _no_control,
    QuestionKind.PLACE: _place,
}


# -- as it counts


def clean(question: Asked, value: Value) -> Value:
    """The answer that counts; None for no answer to an optional question. Raises Invalid."""
    if value in NOTHING:
        if question.is_required:
            raise Invalid(_MISSING[question.kind]())
        return None
    return _CLEAN[question.kind](question, value)


def _clean_text(question: Asked, value: Value) -> Value:
    most = MOST_SHORT if question.kind == QuestionKind.SHORT else int(question.settings.get("length") or MOST_LONG)
    if len(value) > most:
        raise Invalid(
            _("Votre texte compte %(length)d signes ; la limite est de %(most)d. Raccourcissez-le un peu.")
            % {"length": len(value), "most": most}
        )
    return value


def _clean_single(question: Asked, value: Value) -> Value:
    if len(value["codes"]) > 1:
        raise Invalid(_("Une seule réponse ici : choisissez celle qui compte le plus."))
    return _clean_multiple(question, value)


def _clean_multiple(question: Asked, value: Value) -> Value:
    known = {choice.code: choice for choice in question.choices}
    codes = [code for code in known if code in value["codes"]]
    if not codes:
        raise Invalid(_MISSING[question.kind]())
    _check_number(question, len(codes))
    words = value.get("words", {})
    for code in codes:
        if not known[code].is_free:
            continue
        if not words.get(code):
            raise Invalid(_("Précisez en quelques mots votre réponse « %(choice)s ».") % {"choice": known[code]})
        if len(words[code]) > MOST_WORDS:
            raise Invalid(_("Précisez en %(most)d signes au plus.") % {"most": MOST_WORDS})
    return {"codes": codes, "words": {code: words[code] for code in codes if known[code].is_free}}


def _check_number(question: Asked, number: int) -> None:
    most, least = question.settings.get("most"), question.settings.get("least")
    if most and number > int(most):
        raise Invalid(
            ngettext("Choisissez %(most)d réponse au plus.", "Choisissez %(most)d réponses au plus.", int(most))
            % {"most": int(most)}
        )
    if least and number < int(least):
        raise Invalid(
            ngettext("Choisissez %(least)d réponse au moins.", "Choisissez %(least)d réponses au moins.", int(least))
            % {"least": int(least)}
        )


def _clean_step(question: Asked, value: Value) -> Value:
    if value not in question.scale:
        raise Invalid(_MISSING[question.kind]())
    return value


def _clean_matrix(question: Asked, value: Value) -> Value:
    columns = {choice.code for choice in question.choices}
    given = {row.code: value[row.code] for row in question.rows if value.get(row.code) in columns}
    if question.is_required and len(given) < len(question.rows):
        missing = next(row for row in question.rows if row.code not in given)
        raise Invalid(_("Il manque une ligne : « %(row)s ».") % {"row": missing})
    return given or None


def _clean_ranking(question: Asked, value: Value) -> Value:
    ranks = {choice.code: value[choice.code] for choice in question.choices if choice.code in value}
    wanted = min(int(question.settings.get("most") or len(question.choices)), len(question.choices))
    if len(set(ranks.values())) < len(ranks):
        raise Invalid(_("Deux choix ont le même rang : donnez à chacun le sien."))
    if sorted(ranks.values()) != list(range(1, len(ranks) + 1)):
        raise Invalid(_("Il manque un rang : commencez par 1 et continuez sans en sauter."))
    if len(ranks) > wanted or (question.is_required and len(ranks) < wanted):
        raise Invalid(
            ngettext("Classez %(wanted)d choix.", "Classez %(wanted)d choix, de 1 à %(wanted)d.", wanted)
            % {"wanted": wanted}
        )
    return dict(sorted(ranks.items(), key=lambda pair: pair[1])) or None


def _clean_number(question: Asked, value: Value) -> Value:
    number = decimal(value)
    if number is None:
        raise Invalid(_("Écrivez un nombre en chiffres, par exemple 12 ou 3,5."))
    least, most = question.settings.get("minimum"), question.settings.get("maximum")
    if least is not None and number < Decimal(str(least)):
        raise Invalid(_("Le nombre le plus petit possible est %(least)s.") % {"least": least})
    if most is not None and number > Decimal(str(most)):
        raise Invalid(_("Le nombre le plus grand possible est %(most)s.") % {"most": most})
    return f"{number.normalize():f}"


def decimal(text: str) -> Decimal | None:
    """A number as people write it, in any digits: 1 250,5 · 1250.5 · ١٢٫٥."""
    try:
        number = Decimal(str(text).translate(_SEPARATORS))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 15 else None


def _clean_date(question: Asked, value: Value) -> Value:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(value, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
        return _within(question, day)
    raise Invalid(_("Écrivez une date : jour, mois et année, par exemple 09/12/2026."))


def _within(question: Asked, day: date) -> str:
    if (first := question.settings.get("earliest")) and day < date.fromisoformat(first):
        raise Invalid(_("La première date possible est le %(day)s.") % {"day": first})
    if (last := question.settings.get("latest")) and day > date.fromisoformat(last):
        raise Invalid(_("La dernière date possible est le %(day)s.") % {"day": last})
    return day.isoformat()


def _clean_place(question: Asked, value: Value) -> Value:
    town = towns().get(value.get("town", ""), {})
    lat, lon = decimal(value.get("lat", town.get("lat", ""))), decimal(value.get("lon", town.get("lon", "")))
    if lat is None or lon is None:
        raise Invalid(
            _("Montrez le lieu sur la carte, choisissez une ville dans la liste, ou écrivez latitude et longitude.")
        )
    if abs(lat) > MOST_LAT or abs(lon) > MOST_LON:
        raise Invalid(_("La latitude va de −90 à 90, la longitude de −180 à 180."))
    place = {"lat": round(float(lat), PLACE_DECIMALS), "lon": round(float(lon), PLACE_DECIMALS)}
    return place | {name: value[name] for name in ("label", "town") if value.get(name)}


def towns() -> dict[str, dict[str, Any]]:
    """The towns of our map by their French name: lat, lon, and a name in each language."""
    return {town["fr"]: town for town in sheet()["towns"]}


def _clean_file(question: Asked, value: Value) -> Value:
    return value


_CLEAN: dict[QuestionKind, Callable[[Asked, Value], Value]] = {
    QuestionKind.SHORT: _clean_text,
    QuestionKind.LONG: _clean_text,
    QuestionKind.SINGLE: _clean_single,
    QuestionKind.MULTIPLE: _clean_multiple,
    QuestionKind.SCALE: _clean_step,
    QuestionKind.MATRIX: _clean_matrix,
    QuestionKind.RANKING: _clean_ranking,
    QuestionKind.NUMBER: _clean_number,
    QuestionKind.DATE: _clean_date,
    QuestionKind.FILE: _clean_file,
    QuestionKind.PLACE: _clean_place,
}
_MISSING: dict[QuestionKind, Callable[[], str]] = {
    QuestionKind.SHORT: lambda: _("Écrivez votre réponse."),
    QuestionKind.LONG: lambda: _("Écrivez votre réponse."),
    QuestionKind.SINGLE: lambda: _("Choisissez une réponse."),
    QuestionKind.MULTIPLE: lambda: _("Choisissez au moins une réponse."),
    QuestionKind.SCALE: lambda: _("Choisissez un degré sur l’échelle."),
    QuestionKind.MATRIX: lambda: _("Répondez à chaque ligne du tableau."),
    QuestionKind.RANKING: lambda: _("Classez les choix, de 1 pour le premier."),
    QuestionKind.NUMBER: lambda: _("Écrivez un nombre."),
    QuestionKind.DATE: lambda: _("Écrivez une date."),
    QuestionKind.FILE: lambda: _("Joignez un fichier."),
    QuestionKind.PLACE: lambda: _("Montrez un lieu."),
}
