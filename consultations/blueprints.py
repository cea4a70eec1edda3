"""Four courses that a consultation may follow, laid in phases from a first day in its zone. Pure.

Titles and texts are data in the three languages: the team rewrites them as it likes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from actors.choices import Constituency
from kernel.wall_times import nearest, readings

from .choices import PhaseKind
from .phases import PhasePlan

OPENS, CLOSES = time(9), time(20)  # hours at which no zone of the basin changes its clocks
ORGANISED = tuple(choice for choice in Constituency.values if choice != Constituency.CITIZENS)
Texts = dict[str, str]


class Blueprint(models.TextChoices):
    """What kind of consultation it is."""

    STATUTORY = "statutory", _("Consultation réglementaire : un projet de texte soumis à avis")
    STRATEGY = "strategy", _("Stratégie : du diagnostic à l’engagement des autorités")
    PILOT_REVIEW = "pilot_review", _("Bilan d’un projet pilote : ce qui a marché, ce qu’on étend")
    CHARTER = "charter", _("Charte : écrite ensemble, signée par des organisations")


@dataclass(frozen=True)
class Step:
    """A phase that lasts so many days, the next beginning the day after; without days it has no end."""

    kind: PhaseKind
    days: int | None
    title: Texts
    text: Texts
    constituencies: tuple[str, ...] = ()


def _texts(fr: str, en: str, ar: str) -> Texts:
    return {"fr": fr, "en": en, "ar": ar}


def _inform(days: int) -> Step:
    return Step(
        PhaseKind.INFORM,
        days,
        _texts("S’informer", "Getting informed", "الاطلاع"),
        _texts(
            "Le dossier est public : chacun le lit avant de répondre.",
            "The file is public: everyone reads it before answering.",
            "الملف متاح للجميع: يطّلع عليه كل من يريد قبل الإجابة.",
        ),
    )


def _decide(days: int) -> Step:
    return Step(
        PhaseKind.DECIDE,
        days,
        _texts("Synthèse", "Synthesis", "الخلاصة"),
        _texts(
            "L’équipe rend compte de ce qui a été dit et en tire des recommandations, chacune à une autorité.",
            "The team reports what was said and draws recommendations from it, each addressed to one authority.",
            "يعرض الفريق ما قيل ويستخلص منه توصيات، توجَّه كل منها إلى سلطة معينة.",
        ),
    )


def _answer(days: int) -> Step:
    return Step(
        PhaseKind.ANSWER,
        days,
        _texts("Réponse des autorités", "Answers of the authorities", "ردّ السلطات"),
        _texts(
            "Chaque autorité dit ce qu’elle retient, ce qu’elle écarte, et pourquoi.",
            "Each authority says what it takes up, what it sets aside, and why.",
            "توضّح كل سلطة ما تأخذ به وما تستبعده، وأسباب ذلك.",
        ),
    )


FOLLOW = Step(
    PhaseKind.FOLLOW,
    None,
    _texts("Suivi", "Follow-up", "المتابعة"),
    _texts(
        "Le registre public montre ce qui est réalisé et ce qui tarde.",
        "The public register shows what is done and what is late.",
        "يبيّن السجل العام ما أُنجز وما تأخّر.",
    ),
)

STEPS: dict[Blueprint, tuple[Step, ...]] = {
    Blueprint.STATUTORY: (
        _inform(14),
        Step(
            PhaseKind.QUESTIONNAIRE,
            42,
            _texts("Avis du public", "Public opinion", "رأي الجمهور"),
            _texts(
                "Chacun répond au questionnaire ; les organisations peuvent aussi déposer une position.",
                "Everyone answers the questionnaire; organisations may also file a position.",
                "يجيب الجميع عن الاستبيان، ويمكن للمنظمات أيضًا تقديم موقف.",
            ),
        ),
        Step(
            PhaseKind.DELIBERATE,
            21,
            _texts("Positions des organisations", "Positions of organisations", "مواقف المنظمات"),
            _texts(
                "Les organisations signent ou révisent leur position, au vu des avis du public.",
                "Organisations sign or revise their position in the light of what the public said.",
                "توقّع المنظمات مواقفها أو تراجعها في ضوء آراء الجمهور.",
            ),
            ORGANISED,
        ),
        _decide(21),
        _answer(90),
    ),
    Blueprint.STRATEGY: (
        _inform(14),
        Step(
            PhaseKind.QUESTIONNAIRE,
            28,
            _texts("Diagnostic", "Diagnosis", "التشخيص"),
            _texts(
                "Un questionnaire sur ce que chacun vit et voit, sur les deux rives.",
                "A questionnaire about what everyone lives and sees, on both shores.",
                "استبيان حول ما يعيشه كل واحد ويراه، على الضفتين.",
            ),
        ),
        Step(
            PhaseKind.STATEMENTS,
            35,
            _texts("Vote", "Vote", "التصويت"),
            _texts(
                "Chacun se prononce phrase par phrase, et peut en proposer d’autres.",
                "Everyone votes statement by statement, and may propose others.",
                "يعبّر كل واحد عن رأيه في كل عبارة على حدة، ويمكنه اقتراح عبارات أخرى.",
            ),
        ),
        Step(
            PhaseKind.DELIBERATE,
            21,
            _texts("Rencontre", "Meeting", "اللقاء"),
            _texts(
                "Les niveaux et les rives se parlent des désaccords ; les organisations précisent leur position.",
                "Levels and shores talk about where they differ; organisations refine their position.",
                "تتحاور المستويات والضفاف حول نقاط الخلاف، وتوضّح المنظمات مواقفها.",
            ),
        ),
        _decide(21),
        _answer(90),
        FOLLOW,
    ),
    Blueprint.PILOT_REVIEW: (
        Step(
            PhaseKind.QUESTIONNAIRE,
            21,
            _texts("Retours d’usage", "Experience of use", "آراء المستفيدين"),
            _texts(
                "Celles et ceux qui ont connu le projet disent ce qu’il a changé.",
                "Those who have known the project say what it changed.",
                "يقول من عرفوا المشروع ما الذي غيّره.",
            ),
        ),
        Step(
            PhaseKind.STATEMENTS,
            21,
            _texts("Ce qu’on garde, ce qu’on étend", "What to keep, what to extend", "ما نُبقي عليه وما نوسّعه"),
            _texts(
                "Chacun se prononce phrase par phrase sur la suite à donner.",
                "Everyone votes statement by statement on what should follow.",
                "يعبّر كل واحد عن رأيه في كل عبارة بشأن الخطوات المقبلة.",
            ),
        ),
        _decide(14),
        _answer(60),
    ),
    Blueprint.CHARTER: (
        Step(
            PhaseKind.PROPOSE,
            28,
            _texts("Recueil", "Collection", "جمع المقترحات"),
            _texts(
                "Chacun propose les phrases que la charte devrait contenir.",
                "Everyone proposes the statements that the charter should hold.",
                "يقترح كل واحد العبارات التي ينبغي أن يتضمنها الميثاق.",
            ),
        ),
        Step(
            PhaseKind.STATEMENTS,
            28,
            _texts("Vote", "Vote", "التصويت"),
            _texts(
                "Chacun se prononce phrase par phrase : on y voit ce qui rassemble.",
                "Everyone votes statement by statement: what brings people together shows.",
                "يعبّر كل واحد عن رأيه في كل عبارة، فيظهر ما يجمع.",
            ),
        ),
        _decide(14),
        Step(
            PhaseKind.DELIBERATE,
            42,
            _texts("Signature", "Signing", "التوقيع"),
            _texts(
                "Les organisations qui s’engagent signent la charte, avec leurs réserves s’il y en a.",
                "Organisations that commit themselves sign the charter, with their reservations if any.",
                "توقّع المنظمات الملتزمة الميثاق، مع تحفظاتها إن وُجدت.",
            ),
            ORGANISED,
        ),
        FOLLOW,
    ),
}


def plans(blueprint: Blueprint, starts_on: date, zone: str) -> list[PhasePlan]:
    """The phases of a blueprint from a first day: each opens at 9:00 and closes at 20:00 on the clocks of `zone`."""
    laid, day = [], starts_on
    for step in STEPS[blueprint]:
        last = None if step.days is None else day + timedelta(days=step.days - 1)
        laid.append(
            PhasePlan(
                kind=step.kind,
                opens_at=_instant(day, OPENS, zone),
                closes_at=None if last is None else _instant(last, CLOSES, zone),
                title=step.title,
                text=step.text,
                constituencies=step.constituencies,
            )
        )
        if last is None:
            break
        day = last + timedelta(days=1)
    return laid


def _instant(day: date, at: time, zone: str) -> datetime:
    """The instant of a wall time; the first minute after it where a zone skips it, the earlier where it repeats it."""
    wall = datetime.combine(day, at)
    found = readings(wall, zone)
    return found[0] if found else readings(nearest(wall, zone)[1], zone)[0]
