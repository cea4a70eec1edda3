"""Fields of dialogues that exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import DialogueIndexPage, DialogueMilestone, DialoguePage


@register(DialogueIndexPage)
class DialogueIndexPageTranslation(TranslationOptions):
    fields = ("lede", "body")


@register(DialoguePage)
class DialoguePageTranslation(TranslationOptions):
    fields = ("lede", "body", "voices_note")


@register(DialogueMilestone)
class DialogueMilestoneTranslation(TranslationOptions):
    fields = ("title", "text")
    required_languages = {"fr": ("title",)}
