"""Fields of BasePage that exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import BasePage, RivesImage, Theme


@register(BasePage)
class BasePageTranslation(TranslationOptions):
    fields = ("title", "seo_title", "search_description")
    required_languages = {"fr": ("title",)}


@register(RivesImage)
class RivesImageTranslation(TranslationOptions):
    """The alternative text; the title is the library's own label and stays in one language."""

    fields = ("description",)


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("fr",)
