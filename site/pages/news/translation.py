"""Fields of news that exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import NewsIndexPage, NewsPage


@register(NewsIndexPage)
class NewsIndexPageTranslation(TranslationOptions):
    fields = ("lede", "body")


@register(NewsPage)
class NewsPageTranslation(TranslationOptions):
    fields = ("lede", "body", "byline")
