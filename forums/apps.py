from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    name = "forums"
    label = "forums"
    verbose_name = _("Forums")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of the layers below."""
        from . import (  # noqa: F401  (importing them registers)
            journal,
            letters,
            letters_invitations,
            letters_moderation,
            live,
            live_queue,
            live_rights,
            notices,
            notices_invitations,
            notices_moderation,
            personal_data,
            personal_data_moderation,
            personal_data_posts,
            personal_data_reading,
            personal_data_rooms,
            personal_data_writing,
            search,
            tasks,
            tasks_invitations,
            views,
        )
