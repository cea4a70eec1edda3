"""Fields of the directory page that exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import NetworkPage


@register(NetworkPage)
class NetworkPageTranslation(TranslationOptions):
    fields = ("lede", "body")
