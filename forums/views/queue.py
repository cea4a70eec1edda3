"""The queue of moderators: flagged messages, first messages, appeals; one is open, the others wait below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forums import actions, casework, rules
from forums.actions.telling_moderators import EVERYWHERE
from forums.choices import APPEAL, CASE, HELD, QUEUE_STREAM
from forums.errors import AlreadyDecided, ForumError
from forums.forms.casework import AnswerForm, CaseworkForm, HideForm, KeepForm, RefuseForm
from forums.models import Appeal, Case, HeldPost, Post, Room, Suspension
from forums.queries import moderation
from forums.queries.moderation import Item, Waiting
from kernel.live.queries import heads
from kernel.requests.numbers import whole_number
from kernel.text.markdown import to_html

from .writing import FORM_METHODS, signed_in

if TYPE_CHECKING:
    from actors.models import Person

PER_PAGE = 30
MOST_ROOMS = 7  # a socket follows eight streams, and one is the bell
Act = Callable[..., Any]


@never_cache
@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest opened."""
    page = _Page(request)
    return page.answer(page.shown[0] if page.shown else None)


@never_cache
@login_required
@FORM_METHODS
def item(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One thing that waits, and what may be done about it."""
    page = _Page(request)
    chosen = next((waiting for waiting in page.waiting if (waiting.kind, waiting.pk) == (kind, pk)), None)
    if chosen is None:
        return _not_waiting(request, page, kind, pk)
    if request.method != "POST":
        return page.answer(chosen)
    return page.act(chosen, request.POST.get("act", ""))


def _not_waiting(request: HttpRequest, page: _Page, kind: str, pk: int) -> HttpResponse:
    """It was decided, or it is somebody else's to decide; what is in no room of theirs does not exist."""
    if kind not in moderation.KINDS:
        raise Http404
    found = get_object_or_404(moderation.examined_by(page.person, kind), pk=pk)
    if kind == APPEAL and not found.outcome:
        messages.info(request, casework.why_not_answer(page.person, found))
    else:
        messages.info(request, _("C’est déjà décidé."))
    return redirect("forums:queue")


class _Page:
    """The queue as one moderator sees it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.person, self.at = request, signed_in(request), timezone.now()
        self.rooms = moderation.rooms_moderated(self.person)
        self.by_pk: dict[int, Room] = {room.pk: room for room in self.rooms}
        self.everywhere = self.person.has_perm("forums.moderate")
        if not self.by_pk and not self.everywhere:
            raise Http404
        self.live, *self.beside = heads(self._streams()).values()  # before the rows
        self.waiting = moderation.waiting_for(self.person)
        self.kind = request.GET.get("kind", "") if request.GET.get("kind") in moderation.KINDS else ""
        slug = request.GET.get("room", "")
        self.room = next((room for room in self.by_pk.values() if room.slug == slug), None)
        self.shown = [waiting for waiting in self.waiting if self._is_wanted(waiting)]
        self.forms: dict[str, CaseworkForm] = {}

    def _streams(self) -> list[str]:
        """The team's queue, or that of the room chosen. Who moderates several rooms follows the first, and hears that
        something new waits in the others, as many as one page may follow."""
        slug = self.request.GET.get("room", "")
        chosen = [room.pk for room in self.by_pk.values() if room.slug == slug]
        if not chosen and self.everywhere:
            return [EVERYWHERE]
        return [f"{QUEUE_STREAM}:{pk}" for pk in (chosen or list(self.by_pk)[:MOST_ROOMS])]

    def _is_wanted(self, waiting: Waiting) -> bool:
        return self.kind in ("", waiting.kind) and (self.room is None or waiting.room_id == self.room.pk)

    def act(self, chosen: Waiting, name: str) -> HttpResponse:
        """Carry one act out; back on the page with the sentence next to its field where it is refused."""
        if (chosen.kind, name) not in _ACTS:
            raise Http404
        make, run, said = _ACTS[chosen.kind, name]
        found = moderation.items([chosen])
        if not found:
            messages.info(self.request, _("C’est déjà décidé."))
            return redirect("forums:queue")
        form = self.forms[name] = _form(make or CaseworkForm, found[0], self.request.POST)
        if not form.is_valid():
            return self.answer(chosen, status=422)
        try:
            run(found[0].object, by=self.person, at=self.at, **form.cleaned_data)
        except AlreadyDecided as error:
            messages.warning(self.request, str(error))
            return redirect("forums:queue")
        except ForumError as error:
            form.refuse(error)
            return self.answer(chosen, status=422)
        messages.success(self.request, str(said))
        if name in {"claim", "release"}:
            return redirect("forums:queue-item", chosen.kind, chosen.pk)
        return redirect("forums:queue")

    def answer(self, chosen: Waiting | None, status: int = 200) -> HttpResponse:
        """The page, with one thing open."""
        paginator = Paginator(self.shown, PER_PAGE)
        page = paginator.get_page(whole_number(self.request.GET.get("page", "")) or 1)
        wanted = list(page.object_list)
        items = moderation.items([*wanted, *([chosen] if chosen and chosen not in wanted else [])])
        opened = next((each for each in items if chosen and each.ident == f"{chosen.kind}-{chosen.pk}"), None)
        rows = [each for each in items if any(each.ident == f"{one.kind}-{one.pk}" for one in wanted)]
        counts = Counter(waiting.kind for waiting in self.waiting)
        context = {
            "live": self.live,
            "beside": self.beside,
            "rooms": list(self.by_pk.values()),
            "room": self.room,
            "kind": self.kind,
            "kinds": [(kind, label, counts[kind]) for kind, label in kind_names()],
            "total": len(self.waiting),
            "rows": rows,
            "page_obj": page,
            "item": opened,
            "for_others": moderation.appeals_for_others(self.person),
            "everywhere": self.everywhere,
            "me": self.person,
            **(self._opened(opened) if opened else {}),
        }
        return render(self.request, "forums/moderation/queue.html", context, status=status)

    def _opened(self, opened: Item) -> dict[str, Any]:
        """What stands around the thing that is open."""
        acts = [(name, make) for (kind, name), (make, _run, _said) in _ACTS.items() if kind == opened.kind and make]
        forms = {name: _form(make, opened) for name, make in acts if name not in self.forms}
        post = _post_of(opened, self.person)
        return {
            "forms": forms | self.forms,
            "post": post,
            "at": self.at,
            "html": to_html(opened.object.source) if opened.kind == HELD else post.html if post else "",
            "flags": list(moderation.flags_of(opened.object)) if opened.kind == CASE else [],
            "context": moderation.context_of(opened.author, self.rooms, self.at),
            "before": moderation.said_before(post) if post else None,
            "holder": casework.holder_of(opened.object, self.at) if opened.kind == CASE else None,
            "busy": casework.held_by_another(opened.object, self.person, self.at) if opened.kind == CASE else "",
            "why_no_files": rules.why_not_publish_files(opened.object, self.at) if opened.files else "",
        }


def kind_names() -> list[tuple[str, str]]:
    """The three things that wait, as they are counted."""
    return [(CASE, _("Signalements")), (HELD, _("Premiers messages")), (APPEAL, _("Réexamens"))]


def _post_of(opened: Item, person: Person) -> Post | None:
    """The message in question; none for a first one, nor for a suspension whose message this person may not see."""
    if opened.kind == HELD:
        return None
    about = opened.object if opened.kind == CASE else opened.object.about
    post: Post | None = about.post
    if post and isinstance(about, Suspension) and not rules.may_moderate(person, post.topic.room):
        return None
    return post


def _form(make: type[CaseworkForm], item: Item, data: Any = None) -> CaseworkForm:
    return make(data, **({"appeal": item.object} if make is AnswerForm else {}))


def _claim(case: Case, **how: Any) -> None:
    actions.claim_case(case=case, **how)


def _release(case: Case, **how: Any) -> None:
    actions.release_case(case=case, **how)


def _keep(case: Case, **how: Any) -> None:
    actions.keep_post(case=case, **how)


def _hide(case: Case, **how: Any) -> None:
    actions.hide_post(case=case, **how)


def _publish(held: HeldPost, **how: Any) -> None:
    actions.publish_held(held=held, **how)


def _publish_words(held: HeldPost, **how: Any) -> None:
    actions.publish_held(held=held, without_files=True, **how)


def _refuse(held: HeldPost, **how: Any) -> None:
    actions.refuse_held(held=held, **how)


def _answer(appeal: Appeal, **how: Any) -> None:
    actions.answer_appeal(appeal=appeal, **how)


_ACTS: dict[tuple[str, str], tuple[type[CaseworkForm] | None, Act, Any]] = {
    (CASE, "claim"): (None, _claim, gettext_lazy("Vous examinez ce message, pendant une demi-heure au plus.")),
    (CASE, "release"): (None, _release, gettext_lazy("Le message attend de nouveau.")),
    (CASE, "keep"): (KeepForm, _keep, gettext_lazy("Le message reste ; les personnes qui l’ont signalé le savent.")),
    (CASE, "hide"): (HideForm, _hide, gettext_lazy("Le message est retiré ; la personne reçoit le motif.")),
    (HELD, "publish"): (None, _publish, gettext_lazy("Le message est publié.")),
    (HELD, "publish_words"): (None, _publish_words, gettext_lazy("Le message est publié, sans ses fichiers.")),
    (HELD, "refuse"): (RefuseForm, _refuse, gettext_lazy("Le message n’est pas publié ; la personne reçoit le motif.")),
    (APPEAL, "answer"): (AnswerForm, _answer, gettext_lazy("La réponse est envoyée.")),
}
