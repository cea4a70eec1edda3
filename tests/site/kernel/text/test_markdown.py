"""What people write can be read and can do nothing else."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.text.markdown import ATTRIBUTES, TAGS, image_allowed, link_allowed, to_html

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=//evil.example></iframe>",
    "<form action=//evil.example><button>ok</button></form>",
    "<p id=location class=btn style='position:fixed' hx-get=/my/ hx-trigger=load ws-send>x</p>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example/a)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "[x](/%5Cevil.example)",
    "[x](/\t/evil.example)",
    "[x](<  //evil.example>)",
    "[x](&#x6A;avascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/pixel.png)",
    "![x](/account/logout/)",
    "![x](/media/../account/logout/)",
    "![x](/media/%2e%2e/account/logout/)",
    '![x](/media/a.png" onerror="alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "<https://evil.example/<script>>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "# <b id=x>titre</b>",
    "<a href='https://ok.example' target=_blank rel=opener>x</a>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "a\x00b<scr\x00ipt>alert(1)</scr\x00ipt>",
    "| a |\n|---|\n| <script>alert(1)</script> |",
    "1. ![](javascript:alert(1))",
]

GLUE = ["\n\n", "> ", "* ", "[", "](", ")", "`", "مرحبا", "<", ">", '"', "'", "\\"]


class Reader(HTMLParser):
    """Collects what a browser would make of the HTML."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def assert_harmless(html):
    for tag, attrs in Reader(html).found:
        assert tag in TAGS, html
        for name, value in attrs.items():
            assert name in ATTRIBUTES.get(tag, set()) | {"rel", "loading"}, html
            if name == "href":
                assert link_allowed(value), html
            if name == "src":
                assert image_allowed(value), html


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_text_leaves_no_tag_attribute_or_address_of_its_own(source):
    assert_harmless(to_html(source))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*HOSTILE, "\n\n", "> ", "* ", "[", "](", ")", "`", "مرحبا", "<", ">", '"', "'", "\\"]))
)
def test_no_mixture_of_hostile_pieces_gets_through(pieces):
    assert_harmless(to_html("".join(pieces)))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**gras** et *italique*", '<p dir="ltr"><strong>gras</strong> et <em>italique</em></p>'),
        ("une ligne\nune autre", '<p dir="ltr">une ligne<br>\nune autre</p>'),
        ("~~non~~", '<p dir="ltr"><s>non</s></p>'),
        ("# Titre", '<p dir="ltr"><strong>Titre</strong></p>'),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("3. trois", '<ol start="3" dir="ltr">\n<li dir="ltr">trois</li>\n</ol>'),
    ],
)
def test_markdown_becomes_plain_html(source, expected):
    assert to_html(source) == expected


def test_links_that_lead_out_are_not_followed_by_engines():
    html = to_html("voir https://exemple.org/a et [la page](/fr/projets/)")
    assert '<a href="https://exemple.org/a" rel="nofollow ugc noopener">' in html
    assert '<a href="/fr/projets/">' in html


def test_a_sentence_without_space_after_the_point_is_no_link():
    assert "<a" not in to_html("C’est un point.il faut y revenir")


def test_a_refused_link_shows_what_was_written():
    assert to_html("[cliquez](javascript:alert)") == '<p dir="ltr">[cliquez](javascript:alert)</p>'


def test_a_picture_from_elsewhere_becomes_its_text():
    assert to_html("![Le port](https://ailleurs.example/p.png)") == '<p dir="ltr">Le port</p>'
    assert '<img src="/media/p.png" alt="Le port" loading="lazy">' in to_html("![Le port](/media/p.png)")


def test_each_block_runs_its_own_way():
    html = to_html("Bonjour\n\nمرحبا بكم\n\n> اقتباس\n\n- ماء\n- eau\n\n123")
    assert '<p dir="ltr">Bonjour</p>' in html
    assert '<p dir="rtl">مرحبا بكم</p>' in html
    assert '<blockquote dir="rtl">' in html
    assert '<ul dir="rtl">\n<li dir="rtl">ماء</li>\n<li dir="ltr">eau</li>' in html
    assert "<p>123</p>" in html


def test_empty_text_is_empty_html():
    assert to_html("") == ""
    assert to_html("  \n ") == ""
