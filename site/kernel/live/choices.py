"""What an event does to the object it names in a reader's page."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Op(models.TextChoices):
    """Append a new object, replace it by its present state, or take it away."""

    APPEND = "append", _("ajout")
    REPLACE = "replace", _("remplacement")
    REMOVE = "remove", _("retrait")
