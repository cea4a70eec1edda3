"""What was mailed about a meeting, to whom and with what success. `patterns` stand under the meetings'."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import rules
from events.models import Meeting, ReminderRound
from events.queries.mails import lines, mails_about
from events.standard_texts import TEXTS
from kernel.mail import transports
from kernel.mail.choices import MailState

PAGE_SIZE = 50


@require_safe
def mails(request: HttpRequest, pk: int) -> HttpResponse:
    """The log, narrowed by state, letter or person; what a mail said is read in the mailbox, where there is one."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    meeting = get_object_or_404(Meeting, pk=pk)
    chosen = {name: request.GET.get(name, "") for name in ("state", "kind", "person")}
    person = int(chosen["person"][:12]) if chosen["person"].isascii() and chosen["person"].isdigit() else None
    found = mails_about(meeting, state=chosen["state"], kind=chosen["kind"], person_id=person)
    page = Paginator(found.select_related("person"), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "meeting": meeting,
        "page_obj": page,
        "lines": lines(page.object_list),
        "chosen": chosen,
        "states": MailState.choices,
        "kinds": [("message", _("Message de l’équipe")), *((kind, text.label) for kind, text in TEXTS.items())],
        "query": f"&{query.urlencode()}" if query else "",
        "rounds": ReminderRound.objects.filter(meeting=meeting),
        "kept": transports.keeps_bodies(),
    }
    return render(request, "events/admin/mails.html", context)


patterns = [path("<int:pk>/mails/", mails, name="mails")]
