"""Questionnaires for tests."""

import factory

from consultations.choices import QuestionKind
from consultations.models import Option, Phase, Question, Section
from tests.factories.consultations import ConsultationFactory


class SectionFactory(factory.django.DjangoModelFactory):
    """A page of an open questionnaire."""

    class Meta:
        model = Section

    consultation = factory.SubFactory(ConsultationFactory)
    position = factory.Sequence(lambda n: n)
    title_fr = factory.Sequence(lambda n: f"Page {n}")


class QuestionFactory(factory.django.DjangoModelFactory):
    """A short text, optional; `choices` and `rows` are codes."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    section = factory.SubFactory(SectionFactory)
    position = factory.Sequence(lambda n: n)
    code = factory.Sequence(lambda n: f"q{n}")
    kind = QuestionKind.SHORT
    label_fr = factory.Sequence(lambda n: f"Question {n}")

    @factory.post_generation
    def choices(self, create, given, **kwargs):
        for position, code in enumerate(given or ()):
            free = code == "autre"
            Option.objects.create(question=self, code=code, label_fr=code.capitalize(), position=position, is_free=free)

    @factory.post_generation
    def rows(self, create, given, **kwargs):
        for position, code in enumerate(given or ()):
            Option.objects.create(question=self, code=code, label_fr=code.capitalize(), position=position, is_row=True)


def questionnaire_of_all_kinds(consultation=None, *, required=False):
    """An open questionnaire of two pages with a question of each kind: {code: question}."""
    consultation = consultation or ConsultationFactory(phases=())
    if not consultation.phases.exists():
        Phase.objects.create(
            consultation=consultation,
            kind="questionnaire",
            opens_at=consultation.opens_at,
            closes_at=consultation.closes_at,
        )
    first = SectionFactory(consultation=consultation, title_fr="Votre quartier")
    second = SectionFactory(consultation=consultation, title_fr="Vos priorités")
    made = {
        "nom": QuestionFactory(section=first, code="nom", kind="short"),
        "recit": QuestionFactory(section=first, code="recit", kind="long"),
        "acces": QuestionFactory(
            section=first, code="acces", kind="single", choices=["pied", "bus", "autre"], is_required=required
        ),
        "lieux": QuestionFactory(
            section=first, code="lieux", kind="multiple", choices=["plage", "parc", "place"], settings={"most": 2}
        ),
        "chaleur": QuestionFactory(section=first, code="chaleur", kind="scale", settings={"low": 1, "high": 5}),
        "avis": QuestionFactory(
            section=second, code="avis", kind="matrix", choices=["bon", "mauvais"], rows=["ombre", "eau"]
        ),
        "ordre": QuestionFactory(
            section=second, code="ordre", kind="ranking", choices=["arbres", "fontaines", "bancs"]
        ),
        "age": QuestionFactory(
            section=second, code="age", kind="number", settings={"minimum": 16, "maximum": 120, "unit": "ans"}
        ),
        "jour": QuestionFactory(section=second, code="jour", kind="date"),
        "photo": QuestionFactory(section=second, code="photo", kind="file"),
        "lieu": QuestionFactory(section=second, code="lieu", kind="place"),
    }
    made["pourquoi_bus"] = QuestionFactory(
        section=second, code="pourquoi_bus", kind="short", depends_on=made["acces"], depends_values=["bus"],
        is_required=True,
    )  # fmt: skip
    return consultation, made
