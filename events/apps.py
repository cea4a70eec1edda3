from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    label = "events"
    verbose_name = _("Rencontres")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of the layers below."""
        from kernel.pagecache.registry import cacheable_parameters

        from . import (  # noqa: F401  (importing them registers)
            journal,
            letters,
            live,
            notices,
            personal_data,
            personal_data_answers,
            personal_data_joining,
            search,
            tasks,
            tasks_clocks,
            tasks_purge,
            tasks_reminders,
            views,
        )
        from .filters import PARAMETERS

        cacheable_parameters(*PARAMETERS)
