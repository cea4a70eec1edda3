"""Texts of the portal that exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import HomeFigure, HomePage, SiteSettings


@register(HomePage)
class HomePageTranslation(TranslationOptions):
    fields = ("headline", "emphasis", "lede")


@register(HomeFigure)
class HomeFigureTranslation(TranslationOptions):
    fields = ("label",)
    required_languages = {"fr": ("label",)}


@register(SiteSettings)
class SiteSettingsTranslation(TranslationOptions):
    fields = ("tagline", "presentation")
