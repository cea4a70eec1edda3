"""What a repeated request may be refused for."""

from django.utils.translation import gettext_lazy as _


class KeyReused(Exception):
    """The same key came with another body: answer 422, carry nothing out."""

    message = _("Ce formulaire a déjà été envoyé avec un autre contenu. Rechargez la page et recommencez.")

    def __str__(self) -> str:
        return str(self.message)
