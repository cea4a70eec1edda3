"""What exists in three languages: titles and statements in any one of them at least."""

from modeltranslation.translator import TranslationOptions, register

from actors.translation import ANY

from .models import Consultation, ConsultationPage, ConsultationsPage, Statement


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
