from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LanguagesConfig(AppConfig):
    name = "kernel.languages"
    label = "languages"
    verbose_name = _("Langues")
    default_auto_field = "django.db.models.BigAutoField"
