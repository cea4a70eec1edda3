"""The same page in the other languages: the switch stays where the reader is."""

import pytest
from django.utils import translation

from kernel.ui import alternates


@pytest.mark.parametrize(
    ("path", "language", "expected"),
    [
        ("/fr/meetings/", "ar", "/ar/meetings/"),
        ("/ar/", "en", "/en/"),
        ("/fr/frontieres/", "en", "/en/frontieres/"),
        ("/cms/pages/", "ar", "/ar/"),
        ("/", "fr", "/fr/"),
    ],
)
def test_a_path_is_found_again_under_another_language(path, language, expected):
    assert alternates.path_in(path, language) == expected


def test_the_switch_keeps_the_query_and_says_which_language_is_read(rf):
    with translation.override("ar"):
        links = alternates.language_links(rf.get("/ar/search/?q=ماء&page=2"))
    assert [link.code for link in links if link.current] == ["ar"]
    assert all(link.url.endswith("&page=2") for link in links)


def test_a_view_names_its_three_languages_without_the_query(rf):
    links = alternates.head_links(rf.get("/fr/meetings/?page=2"))
    assert links["canonical"] == "http://testserver/fr/meetings/"
    assert dict(links["alternates"])["ar"] == "http://testserver/ar/meetings/"


def test_a_page_that_is_not_translated_points_to_the_french_one(rf):
    class Page:
        def get_alternates(self, request):
            return [{"lang_code": "fr", "location": "http://testserver/fr/charte/"}]

    with translation.override("en"):
        links = alternates.head_links(rf.get("/en/charte/"), Page())
    assert links["canonical"] == links["default"] == "http://testserver/fr/charte/"
    assert [code for code, _url in links["alternates"]] == ["fr"]
