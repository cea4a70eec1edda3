"""Fields of standard pages that exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import StandardPage


@register(StandardPage)
class StandardPageTranslation(TranslationOptions):
    fields = ("lede", "body")
