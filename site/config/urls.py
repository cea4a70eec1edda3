"""Every address of the site. Public pages stand under their language; machines and the team outside it."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config.media import media

urlpatterns = [
    path("cms/", include("actors.urls_cms")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("mailbox/", include("kernel.mail.urls")),
    path("live/", include("kernel.live.urls")),
    path("", include("portal.urls_root")),
    path("media/<path:path>", media, name="media"),
]

urlpatterns += i18n_patterns(
    path("account/", include("actors.urls_account")),
    path("", include("actors.urls")),
    path("meetings/", include("events.urls")),
    path("forums/", include("forums.urls")),
    path("consultations/", include("consultations.urls")),
    path("feeds/", include("pages.news.urls")),
    path("feeds/", include("pages.projects.urls")),
    path("my/forums/", include("forums.urls_my")),
    path("my/calendar/", include("events.urls_my")),
    path("my/notifications/", include("kernel.notifications.urls")),
    path("", include("portal.urls")),
    path("", include(wagtail_urls)),
)

handler400 = "kernel.ui.views.bad_request"
handler403 = "kernel.ui.views.permission_denied"
handler404 = "kernel.ui.views.page_not_found"
handler429 = "kernel.ui.views.too_many"  # asked for by allauth, which counts attempts itself
handler500 = "kernel.ui.views.server_error"
