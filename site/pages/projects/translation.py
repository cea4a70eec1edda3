"""Fields of projects, pilots and results that exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import (
    PilotDocument,
    PilotIndicator,
    PilotPage,
    PilotStep,
    ProjectAmount,
    ProjectDiscrepancy,
    ProjectIndexPage,
    ProjectPage,
    ResultDocument,
    ResultPage,
    Transfer,
)


@register(ProjectIndexPage)
class ProjectIndexPageTranslation(TranslationOptions):
    fields = ("lede", "body")


@register(ProjectPage)
class ProjectPageTranslation(TranslationOptions):
    fields = ("lede", "body", "period")


@register(ProjectAmount)
class ProjectAmountTranslation(TranslationOptions):
    fields = ("label",)
    required_languages = ("fr",)


@register(ProjectDiscrepancy)
class ProjectDiscrepancyTranslation(TranslationOptions):
    fields = ("note",)
    required_languages = ("fr",)


@register(PilotPage)
class PilotPageTranslation(TranslationOptions):
    fields = ("lede", "body", "place", "period", "indicators_source")


@register(PilotIndicator)
class PilotIndicatorTranslation(TranslationOptions):
    fields = ("label",)
    required_languages = ("fr",)


@register(PilotStep)
class PilotStepTranslation(TranslationOptions):
    fields = ("when", "title", "text")
    required_languages = {"fr": ("when", "title")}


@register(PilotDocument)
class PilotDocumentTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("fr",)


@register(ResultPage)
class ResultPageTranslation(TranslationOptions):
    fields = ("lede", "body", "figure_label")


@register(ResultDocument)
class ResultDocumentTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("fr",)


@register(Transfer)
class TransferTranslation(TranslationOptions):
    fields = ("note",)
