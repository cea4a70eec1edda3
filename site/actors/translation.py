"""Names that partners enter: any one of the three languages will do, and French falls back too."""

from modeltranslation.translator import TranslationOptions, register

from .models import Country, Organisation, Territory

ANY = {"default": ("fr", "en", "ar"), "fr": ("en", "ar"), "en": ("fr", "ar"), "ar": ("fr", "en")}


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name",)
    fallback_languages = ANY


@register(Territory)
class TerritoryTranslation(TranslationOptions):
    fields = ("name",)
    fallback_languages = ANY


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "summary")
    fallback_languages = ANY
