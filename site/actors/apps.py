from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActorsConfig(AppConfig):
    name = "actors"
    label = "actors"
    verbose_name = _("Acteurs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of the kernel."""
        from . import checks, letters, notices, personal_data, search  # noqa: F401  (they register themselves)
