from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    label = "portal"
    verbose_name = _("Portail")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the team's groups after every migration."""
        from django.db.models.signals import post_migrate

        from .roles import after_migrate

        post_migrate.connect(after_migrate, dispatch_uid="portal.roles")
