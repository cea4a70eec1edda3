"""{% kept %}: a part of a page made once a generation and language."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from kernel.pagecache.actions import bump

pytestmark = pytest.mark.django_db


class Shelf:
    """Something that a part shows, and how often it was looked at."""

    def __init__(self, words):
        self.words, self.times = words, 0

    def title(self):
        self.times += 1
        return self.words


def part(shelf, page=1, request=None):
    template = Template('{% load pagecache %}<p>{% kept "aside" page %}{{ shelf.title }}{% endkept %}</p>')
    return template.render(Context({"shelf": shelf, "page": page, "request": request}))


def test_it_is_made_once_and_escaped_once():
    shelf = Shelf("Eau & ombre")
    assert [part(shelf), part(shelf)] == ["<p>Eau &amp; ombre</p>"] * 2
    assert shelf.times == 1


def test_each_page_and_each_language_has_its_own():
    assert part(Shelf("Une")) == "<p>Une</p>"
    assert part(Shelf("Autre"), page=2) == "<p>Autre</p>"
    with translation.override("ar"):
        assert part(Shelf("واحدة")) == "<p>واحدة</p>"


def test_it_is_made_again_after_a_public_change(django_capture_on_commit_callbacks):
    part(Shelf("Avant"))
    with django_capture_on_commit_callbacks(execute=True):
        bump()
    assert part(Shelf("Après")) == "<p>Après</p>"


def test_a_preview_shows_its_own_draft_and_leaves_what_is_kept(rf):
    request = rf.get("/")
    part(Shelf("Publié"), request=request)
    preview = rf.get("/")
    preview.is_preview = True
    assert part(Shelf("Brouillon"), request=preview) == "<p>Brouillon</p>"
    assert part(Shelf("Autre"), request=request) == "<p>Publié</p>"


def test_it_needs_a_name():
    with pytest.raises(TemplateSyntaxError):
        Template("{% load pagecache %}{% kept %}{% endkept %}")
