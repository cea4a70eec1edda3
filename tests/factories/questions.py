"""Questions, answers and helpers for tests."""

from io import BytesIO

import factory
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from events.asking import HelperRole, QuestionKind
from events.models import Answer, MeetingHelper, Picked, Question, QuestionChoice

from .actors import PersonFactory
from .events import NOW, MeetingFactory, RegistrationFactory

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


class QuestionFactory(factory.django.DjangoModelFactory):
    """An optional line for the organiser, kept thirty days. choices=["A"] and choices__places={"A": 2} go with it."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    meeting = factory.SubFactory(MeetingFactory)
    kind = QuestionKind.TEXT
    label_fr = factory.Sequence(lambda n: f"Question {n}")
    purpose_fr = "Pour préparer la rencontre."
    sort_order = factory.Sequence(lambda n: n + 1)

    class Params:
        dietary = factory.Trait(kind=QuestionKind.DIETARY, seen_by_caterer=True)
        access = factory.Trait(kind=QuestionKind.ACCESS)
        consent = factory.Trait(kind=QuestionKind.CONSENT, statement_fr="J’accepte d’être filmé.")

    @factory.post_generation
    def choices(self, create, extracted, places=None, **kwargs):
        for rank, label in enumerate(extracted or [], start=1):
            left = (places or {}).get(label)
            QuestionChoice.objects.create(question=self, label_fr=label, places=left, sort_order=rank)


class AnswerFactory(factory.django.DjangoModelFactory):
    """The current, first version of an answer in words; picked=[choice] and content=b"…" add choices and a file."""

    class Meta:
        model = Answer
        skip_postgeneration_save = True

    registration = factory.SubFactory(RegistrationFactory)
    question = factory.SubFactory(QuestionFactory, meeting=factory.SelfAttribute("..registration.meeting"))
    by = factory.SelfAttribute("registration.person")
    at = NOW

    @classmethod
    def _create(cls, model_class, *args, content=None, **kwargs):
        answer = model_class(*args, **kwargs)
        if content is not None:
            answer.file_name, answer.file_size = "lettre.pdf", len(content)
            answer.file.save("lettre.pdf", ContentFile(content), save=False)
        answer.save()
        return answer

    @factory.post_generation
    def picked(self, create, extracted, **kwargs):
        for choice in extracted or []:
            Picked.objects.create(answer=self, choice=choice)


class MeetingHelperFactory(factory.django.DjangoModelFactory):
    """A caterer of one meeting."""

    class Meta:
        model = MeetingHelper

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    role = HelperRole.CATERER
    added_at = NOW


def choice_of(question, label):
    """A question's choice by its French name."""
    return question.choices.get(label_fr=label)


def upload(name="lettre.pdf", content=PDF, content_type="application/pdf"):
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type=content_type)


def picture(form="PNG"):
    """The bytes of a small picture."""
    out = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, form)
    return out.getvalue()
