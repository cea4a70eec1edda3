"""Results as an Atom feed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pages.base.feeds import PageFeed
from pages.base.queries import readable

from .models import ResultPage


class ResultFeed(PageFeed):
    """The latest results in the reader's language."""

    title = _("Rives : résultats")
    subtitle = _("Méthodes, données, évaluations, guides et notes des projets.")

    def pages(self, language: str) -> Any:
        results = readable(ResultPage.objects.all()).for_language(language).defer_streamfields()
        return results.order_by("-first_published_at", "-pk")
