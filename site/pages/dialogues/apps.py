from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialoguesConfig(AppConfig):
    name = "pages.dialogues"
    label = "dialogues"
    verbose_name = _("Dialogues")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from . import search, views  # noqa: F401  (they register themselves)
        from .models import DialoguePage
        from .queries import forget_dialogue

        for signal in (post_save, post_delete):
            signal.connect(forget_dialogue, sender=DialoguePage, dispatch_uid="dialogues")
