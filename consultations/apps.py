from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "consultations"
    label = "consultations"
    verbose_name = _("Consultations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of the layers below."""
        from kernel.pagecache.registry import cacheable_parameters

        from . import (  # noqa: F401  (importing them registers)
            letters_positions,
            letters_register,
            letters_statements,
            live,
            notices_positions,
            notices_register,
            notices_statements,
            panels,
            personal_data,
            personal_data_positions,
            personal_data_questionnaire,
            personal_data_register,
            profile,
            search,
            tasks_packages,
            tasks_questionnaire,
            tasks_register,
            tasks_tables,
            views,
        )

        cacheable_parameters("authority", "state", "standing")  # the filters of the register
