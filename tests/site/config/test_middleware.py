"""Security headers: strict on the site, as strict as the admin bears under /cms/."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.middleware import ContentSecurityPolicy


def policy(path):
    middleware = ContentSecurityPolicy(lambda request: HttpResponse())
    return middleware(RequestFactory().get(path))["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/fr/", "/ar/account/login/", "/fr/cms/", "/mailbox/"])
def test_the_site_allows_nothing_inline_and_nothing_from_elsewhere(path):
    directives = dict(part.strip().split(" ", 1) for part in policy(path).split(";"))
    assert directives == {
        "default-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def test_a_preview_keeps_the_policy_of_the_site_and_may_be_framed_by_the_editor():
    request = RequestFactory().get("/fr/")
    request.is_preview = True
    header = ContentSecurityPolicy(lambda request: HttpResponse())(request)["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in header
    assert "unsafe-inline" not in header


def test_the_admin_may_frame_its_previews_and_loads_nothing_from_elsewhere():
    directives = dict(part.strip().split(" ", 1) for part in policy("/cms/pages/").split(";"))
    assert directives["frame-ancestors"] == "'self'"
    assert directives["default-src"] == "'self'"
    assert "http" not in policy("/cms/pages/")
    assert "unsafe-eval" not in policy("/cms/pages/")
