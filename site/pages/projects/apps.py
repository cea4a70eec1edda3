from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "pages.projects"
    label = "projects"
    verbose_name = _("Projets, pilotes et résultats")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pages.base.receivers import keep_fresh

        from . import profile, search, views  # noqa: F401  (they register themselves)
        from .models import Transfer

        keep_fresh(Transfer)
