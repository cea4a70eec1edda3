from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "pages.network"
    label = "network"
    verbose_name = _("Réseau")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from actors.models import Country, Organisation, Territory
        from pages.base.receivers import keep_fresh

        from . import profile, views  # noqa: F401  (they register themselves)

        keep_fresh(Country, Organisation, Territory)
