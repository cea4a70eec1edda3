from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "kernel.audit"
    label = "audit"
    verbose_name = _("Journal des actes")
    default_auto_field = "django.db.models.BigAutoField"
