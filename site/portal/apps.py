from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# what the public lists of the apps below read of their addresses: projects, directory, meetings
LISTS = ("constituency", "country", "dialogue", "format", "side", "territory", "theme", "transfer", "view")


class PortalConfig(AppConfig):
    name = "portal"
    label = "portal"
    verbose_name = _("Portail")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the team's groups and the site's address after every migration; serve the home page."""
        from django.db.models.signals import post_migrate

        from kernel.pagecache.registry import cacheable_parameters

        from . import roles, sites, views  # noqa: F401  (views register themselves)
        from .filters import PARAMETERS

        post_migrate.connect(roles.after_migrate, dispatch_uid="portal.roles")
        post_migrate.connect(sites.after_migrate, sender=self, dispatch_uid="portal.sites")
        cacheable_parameters(*PARAMETERS, *LISTS)
