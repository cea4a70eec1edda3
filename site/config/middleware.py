"""What a browser may load and run, and what no address may hold."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase

CMS = "/cms/"


class ContentSecurityPolicy(CSPMiddleware):
    """The site's policy, which a preview shares but for the editor that frames it; another one under /cms/."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The parts that django-csp joins into the header."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(CMS):
            parts.config = settings.CMS_SECURITY_POLICY["DIRECTIVES"]
        elif not report_only and getattr(request, "is_preview", False):
            parts.replace = (parts.replace or {}) | {"frame-ancestors": ["'self'"]}
        return parts


class NoNulBytes:
    """Answers 400 to an address with a NUL byte: nobody types one, and PostgreSQL keeps none in a text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let everything else through; forms refuse the byte field by field."""
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a NUL byte in the address")
        return self.get_response(request)
