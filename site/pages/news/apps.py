from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "pages.news"
    label = "news"
    verbose_name = _("Actualités")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import search, views  # noqa: F401  (they register themselves)
