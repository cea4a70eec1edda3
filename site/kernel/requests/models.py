"""What makes a write safe to repeat."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestKey(models.Model):
    """A request that was carried out once, and its answer, so that a repeat gets the same one."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="+"
    )
    scope = models.CharField(_("portée"), max_length=120)
    key = models.CharField(_("clé"), max_length=64)
    body_sha256 = models.CharField(_("empreinte du contenu"), max_length=64)
    result = models.JSONField(_("réponse"), null=True, blank=True, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(_("reçue le"), db_index=True)

    class Meta:
        verbose_name = _("clé de requête")
        verbose_name_plural = _("clés de requête")
        constraints = [models.UniqueConstraint(fields=["person", "scope", "key"], name="request_key_once")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
