"""What exists in three languages: a room's name and description in any one of them at least."""

from modeltranslation.translator import TranslationOptions, register

from actors.translation import ANY
from pages.base import translation as _base  # noqa: F401  (a page type is registered after its base)

from .models import ForumsPage, Room, RoomPage


@register(Room)
class RoomTranslation(TranslationOptions):
    fields = ("name", "description")
    fallback_languages = ANY


@register(ForumsPage)
class ForumsPageTranslation(TranslationOptions):
    fields = ("lede",)


@register(RoomPage)
class RoomPageTranslation(TranslationOptions):
    fields = ("lede", "body")
