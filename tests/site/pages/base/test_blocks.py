"""The blocks of a body: what they show, in which language, and what they refuse."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from pages.base.blocks import CallToActionBlock, PictureBlock
from pages.base.models import BasePage
from pages.base.tasks import make_renditions
from tests.factories import pages as make

pytestmark = pytest.mark.django_db


def read(client, language="fr", **bodies):
    page = make.StandardPageFactory(**{f"body_{code}": make.stream(*blocks) for code, blocks in bodies.items()})
    text = client.get(page.get_url_in(language)).content.decode()
    return text[text.index("<main") : text.index("</main")]


def test_a_quotation_stands_in_the_marks_and_the_language_of_its_words(client):
    quote = {"text": "Hear it aloud", "language": "en", "author": "سلمى", "function": "", "source": ""}
    text = read(client, fr=[("quote", quote)])
    assert '<blockquote lang="en" dir="ltr">“Hear it aloud”</blockquote>' in text
    assert "<bdi>سلمى</bdi>" in text


def test_a_quotation_in_the_language_of_the_text_needs_no_language(client):
    text = read(
        client, fr=[("quote", {"text": "Entendre", "language": "", "author": "", "function": "", "source": ""})]
    )
    assert "<blockquote>«\u00a0Entendre\u00a0»</blockquote>" in text


def test_words_of_the_interface_inside_a_fallback_say_their_own_language(client):
    figures = {"figures": [{"value": "71 %", "label": "déclarés"}], "source": "Registre", "source_url": ""}
    text = read(client, language="ar", fr=[("figures", figures)])
    assert '<span lang="ar" dir="rtl">' in text


def test_headings_make_the_table_of_contents_in_any_script(client):
    blocks = [("heading", {"text": text, "level": "2"}) for text in ("من نحن", "ماذا نفعل")]
    text = read(client, language="ar", fr=[], ar=blocks)
    assert 'href="#من-نحن"' in text
    assert 'id="من-نحن"' in text


def test_what_an_editor_types_is_never_markup(client):
    text = read(
        client,
        fr=[
            ("heading", {"text": "<script>alert(1)</script>", "level": "2"}),
            ("notice", {"title": "<b>x</b>", "text": "<p>ok</p>"}),
            ("figures", {"figures": [{"value": "<i>", "label": "<u>"}], "source": "<s>", "source_url": ""}),
        ],
    )
    for markup in ("<script>", "<b>x", "<i>", "<u>", "<s>"):
        assert markup not in text


def test_a_link_to_a_page_follows_the_language_and_hides_what_is_not_public(client):
    shown, hidden = make.StandardPageFactory(slug="vue"), make.StandardPageFactory(slug="cachee", live=False)
    links = f'<p><a linktype="page" id="{shown.pk}">un</a> <a linktype="page" id="{hidden.pk}">deux</a></p>'
    text = read(client, language="ar", fr=[("paragraph", links)])
    assert 'href="/ar/vue/"' in text
    assert "cachee" not in text
    assert "deux" in text


def test_a_button_to_an_unpublished_page_is_not_shown(client):
    hidden = make.StandardPageFactory(slug="cachee", live=False)
    call = {"title": "Lire", "text": "", "button": "Ouvrir", "page": hidden.pk, "url": ""}
    assert "Ouvrir" not in read(client, fr=[("call_to_action", call)])


def test_a_button_leads_to_exactly_one_place():
    block = CallToActionBlock()
    page = make.StandardPageFactory()
    for where in ({"page": None, "url": ""}, {"page": page.basepage_ptr, "url": "https://exemple.org"}):
        with pytest.raises(ValidationError):
            block.clean({"title": "x", "text": "", "button": "Lire", **where})


def test_a_picture_must_be_described_somewhere():
    block = PictureBlock()
    bare = make.ImageFactory(description_fr="")
    value = {"image": bare, "alt": "", "caption": "", "wide": False}
    with pytest.raises(ValidationError):
        block.clean(value)
    assert block.clean({**value, "alt": "Un quai"})["alt"] == "Un quai"
    assert block.clean({**value, "image": make.ImageFactory()})["image"].described


def test_a_picture_waits_as_a_chart_plate_until_its_sizes_are_ready(client):
    image = make.ImageFactory()
    picture = [("picture", {"image": image.pk, "alt": "", "caption": "Le port", "wide": True})]
    waiting = read(client, fr=picture)
    assert "<picture" not in waiting
    assert 'class="plate' in waiting
    assert image.renditions.count() == 0  # nothing was resized in the request
    make_renditions.call(image.pk)
    text = read(client, fr=picture)
    assert 'type="image/avif"' in text
    assert 'type="image/webp"' in text
    assert 'alt="Un quai au petit matin"' in text
    assert "Crédit" in text
    assert "CC BY 4.0" in text


def test_the_alternative_text_of_the_library_is_shown_in_its_language(client):
    image = make.ImageFactory(description_ar="رصيف عند الفجر")
    make_renditions.call(image.pk)
    picture = [("picture", {"image": image.pk, "alt": "", "caption": "", "wide": False})]
    assert 'alt="رصيف عند الفجر"' in read(client, language="ar", fr=[], ar=picture)
    assert 'lang="fr"' in read(client, language="en", fr=[], en=picture)


def test_bodies_of_every_language_reach_search_in_their_own_words():
    page = make.StandardPageFactory(body_fr=make.stream(("paragraph", "<p>Les <b>nappes</b></p>")))
    from pages.base.bodies import words_of

    with translation.override("ar"):
        words = words_of(BasePage.objects.get(pk=page.pk).specific, "lede", "body")
        assert words("fr").split() == ["Les", "nappes"]
        assert words("ar") == ""
