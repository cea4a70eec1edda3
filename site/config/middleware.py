"""What a browser may load and run: strict on the site, as strict as Wagtail's admin bears under /cms/."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

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
