"""Everything that was published, as an Atom feed; one a language."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from kernel.languages.choices import current_language
from kernel.search.models import Entry
from kernel.search.registry import kind_named
from kernel.text.excerpts import excerpt

from .queries import latest


class SiteFeed(Feed[Entry, HttpRequest]):
    """The latest texts in the reader's language, whatever they are."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpRequest:
        return request

    def title(self) -> str:
        """The feed's name in the reader's language."""
        return _("Rives : tout ce qui paraît")

    def subtitle(self) -> str:
        return _("Projets, pilotes, résultats, rencontres, consultations et messages des deux rives.")

    def link(self) -> str:
        return f"/{current_language()}/"

    def items(self, obj: HttpRequest) -> list[Entry]:
        return latest(current_language())

    def item_title(self, item: Entry) -> str:
        return item.title

    def item_description(self, item: Entry) -> str:
        return excerpt(item.body, 300)

    def item_link(self, item: Entry) -> str:
        return f"/{item.language}{item.path}"

    def item_guid(self, item: Entry) -> str:
        return f"tag:rives,2026:{item.kind}/{item.object_id}/{item.language}"

    def item_categories(self, item: Entry) -> list[str]:
        kind = kind_named(item.kind)
        return [str(kind.label)] if kind else []

    def item_pubdate(self, item: Entry) -> datetime | None:
        return item.updated_at

    def item_updateddate(self, item: Entry) -> datetime | None:
        return item.updated_at
