"""Fields of BasePage that exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import BasePage


@register(BasePage)
class BasePageTranslation(TranslationOptions):
    fields = ("title", "seo_title", "search_description")
    required_languages = {"fr": ("title",)}
