"""What exists in three languages: any one will do for a meeting's names, French is required for its page."""

from modeltranslation.translator import TranslationOptions, register

from actors.translation import ANY

from .models import (
    Meeting,
    MeetingDocument,
    MeetingPage,
    MeetingsPage,
    MessageText,
    ProgrammeItem,
    Question,
    QuestionChoice,
    TeamMessage,
)


@register(Meeting)
class MeetingTranslation(TranslationOptions):
    fields = ("title", "place")
    fallback_languages = ANY


@register(ProgrammeItem)
class ProgrammeItemTranslation(TranslationOptions):
    fields = ("title",)
    fallback_languages = ANY


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("label", "help", "purpose", "unit", "statement")
    fallback_languages = ANY


@register(QuestionChoice)
class QuestionChoiceTranslation(TranslationOptions):
    fields = ("label",)
    fallback_languages = ANY


@register(MessageText)
class MessageTextTranslation(TranslationOptions):
    fields = ("subject", "opening", "closing")
    fallback_languages = {"default": ()}  # another language's text is no stand-in: the standard one is


@register(TeamMessage)
class TeamMessageTranslation(TranslationOptions):
    fields = ("subject", "body")
    fallback_languages = ANY


@register(MeetingDocument)
class MeetingDocumentTranslation(TranslationOptions):
    fields = ("title",)
    fallback_languages = ANY


@register(MeetingPage)
class MeetingPageTranslation(TranslationOptions):
    fields = ("lede", "body")


@register(MeetingsPage)
class MeetingsPageTranslation(TranslationOptions):
    fields = ("lede",)
