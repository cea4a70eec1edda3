from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandardConfig(AppConfig):
    name = "pages.standard"
    label = "standard"
    verbose_name = _("Pages standard")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import search, views  # noqa: F401  (they register themselves)
