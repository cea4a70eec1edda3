"""What exists in three languages: titles and statements in any one of them at least."""

from modeltranslation.translator import TranslationOptions, register

from actors.translation import ANY

from .models import (
    Consultation,
    ConsultationPage,
    ConsultationsPage,
    Option,
    Phase,
    Question,
    Recommendation,
    Section,
    Statement,
)


@register(Consultation)
class ConsultationTranslation(TranslationOptions):
    fields = ("title", "summary")
    fallback_languages = ANY


@register(Statement)
class StatementTranslation(TranslationOptions):
    fields = ("text",)
    fallback_languages = ANY


@register(ConsultationPage)
class ConsultationPageTranslation(TranslationOptions):
    fields = ("lede", "body")


@register(ConsultationsPage)
class ConsultationsPageTranslation(TranslationOptions):
    fields = ()


@register(Phase)
class PhaseTranslation(TranslationOptions):
    fields = ("title", "text")
    fallback_languages = ANY


@register(Section)
class SectionTranslation(TranslationOptions):
    fields = ("title", "text")
    fallback_languages = ANY


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("label", "help", "low_label", "high_label")
    fallback_languages = ANY


@register(Option)
class OptionTranslation(TranslationOptions):
    fields = ("label",)
    fallback_languages = ANY


@register(Recommendation)
class RecommendationTranslation(TranslationOptions):
    fields = ("heard", "context", "decision")
    fallback_languages = ANY
