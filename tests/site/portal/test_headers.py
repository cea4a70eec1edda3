"""What public pages tell browsers they may do."""

import pytest
from django.test import override_settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/fr/", "/ar/search/", "/fr/nowhere/", "/sitemap.xml"])
def test_nothing_inline_and_nothing_from_elsewhere(client, path):
    response = client.get(path)
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part.strip())
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert not any(word in value for value in policy.values() for word in ("unsafe", "nonce", "http", "*"))


def test_the_rest_of_the_headers(client):
    response = client.get("/fr/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb"):
        assert f"{feature}=()" in response["Permissions-Policy"]


def test_no_page_writes_style_or_script_into_itself(client):
    for path in ("/fr/", "/ar/search/?q=eau", "/fr/meetings/", "/fr/consultations/"):
        page = client.get(path).content.decode()
        assert " style=" not in page, path
        assert "<style" not in page, path
        assert " onclick=" not in page, path
        assert "<script>" not in page, path


def test_cookies_travel_only_under_tls_where_there_is_tls():
    from config.settings import tls

    assert tls.SESSION_COOKIE_SECURE
    assert tls.CSRF_COOKIE_SECURE
    assert tls.SECURE_HSTS_SECONDS >= 31_536_000


def test_a_form_sent_too_late_is_answered_in_clear_words(client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/ar/account/login/", {"login": "a@b.c", "password": "x"})
    assert response.status_code == 403
    assert 'lang="ar"' in response.content.decode()


@override_settings(SECURE_SSL_REDIRECT=True)
def test_plain_http_is_sent_to_https(client):
    assert client.get("/fr/")["Location"].startswith("https://")
