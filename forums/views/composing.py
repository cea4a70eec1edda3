"""What one does before sending: keep a draft, look at how it will read. One form for the three; `act` says which."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import LANGUAGE_CHOICES
from forums import actions, rules
from forums.choices import MAX_BODY, Attaching
from forums.errors import ForumError, StaleDraft, TooFast
from forums.forms.files import FilesForm
from forums.models import Draft, Post, Room, Topic
from forums.queries.attachments import files_of
from forums.queries.drafts import draft_for, language_here
from forums.queries.mentions import who_is_told
from kernel.languages.choices import direction
from kernel.requests.numbers import whole_number
from kernel.text.markdown import to_html
from kernel.ui import formats

if TYPE_CHECKING:
    from actors.models import Person

PREVIEW, DRAFT, MINE, THEIRS = "preview", "draft", "draft-mine", "draft-theirs"
CONFLICT = 409


@dataclass
class Composing:
    """Someone writing for one place: an answer in a topic, a topic in a room, new words for a post.

    `language` (the last they used here) and `known` (their standing) are given where the page has read them already.
    """

    request: HttpRequest
    person: Person
    room: Room
    topic: Topic | None = None
    post: Post | None = None
    preview: dict[str, Any] = field(default_factory=dict)
    language: str = ""
    known: rules.Standing | None = None

    def __post_init__(self) -> None:
        self.at = timezone.now()
        self.draft = draft_for(self.person, **self.place)
        self.act = self.request.POST.get("act", "") if self.request.method == "POST" else ""

    @cached_property
    def standing(self) -> rules.Standing:
        """What decides of the person's rights here, read once."""
        return self.known or rules.standing_of(self.person, self.room, self.at)

    @property
    def place(self) -> dict[str, Any]:
        """What the draft is for."""
        if self.post:
            return {"post": self.post}
        return {"topic": self.topic} if self.topic else {"room": self.room}

    @property
    def sends(self) -> bool:
        """Whether the form is to be carried out."""
        return self.request.method == "POST" and self.act not in {PREVIEW, DRAFT, MINE, THEIRS}

    @property
    def initial(self) -> dict[str, Any]:
        """What the form shows at first: the draft, else the language last used here."""
        draft = self.draft
        if draft is None:
            if self.post:
                return {}
            return {"language": self.language or language_here(self.person, self.room, self.topic)}
        kept = {name: getattr(draft, name) for name in ("title", "source", "language", "voice", "reply_to")}
        kept["request_key"] = draft.key
        return {name: value for name, value in kept.items() if value not in ("", None)}

    def files(self) -> FilesForm | None:
        """The form of the files that may go with it; None where the person may attach none. What was sent all the same
        is read, for the action to refuse: nothing is published without the files it was written with."""
        is_sent = bool(self.request.FILES) or "drop" in self.request.POST
        # where whoever writes attaches, a form shown to who writes needs no second answer; the action asks again
        is_for_all = self.room.attaching == Attaching.PARTICIPANTS
        if not (is_sent or is_for_all) and rules.why_not_attach_with(self.standing, self.room):
            return None
        present = files_of(self.post) if self.post else []
        if self.request.method == "POST":
            return FilesForm(self.request.POST, self.request.FILES, present=present)
        return FilesForm(present=present)

    def refused(self, why_not: str) -> dict[str, Any]:
        """Why the person may not write here, and the suspension whose page explains it, if it is one."""
        return {"why_not": why_not, "suspension": self.standing.suspension_behind(why_not)}

    def context(self, **also: Any) -> dict[str, Any]:
        """What every page with a composer shows."""
        return {"draft": self.draft, "preview": self.preview, "room": self.room, **also}

    def aside(self) -> HttpResponse | None:
        """The answer to a draft or a preview; None where the page is shown, or the form carried out."""
        if self.act in {DRAFT, MINE, THEIRS}:
            return self._keep()
        if self.act == PREVIEW:
            self.preview = self._look()
            if wants_json(self.request):
                html = render_to_string("forums/_preview.html", {"preview": self.preview}, request=self.request)
                return JsonResponse({"html": html})
        return None

    # -- drafts

    def _keep(self) -> HttpResponse:
        given = self.request.POST
        if self.act == THEIRS:
            return redirect(self.request.path)
        seq = self.draft.seq if self.act == MINE and self.draft else whole_number(given.get("seq", "")) or 0
        try:
            kept = actions.save_draft(
                person=self.person,
                seq=seq,
                at=self.at,
                source=given.get("source", ""),
                title=given.get("title", ""),
                language=given.get("language", ""),
                voice=given.get("voice", ""),
                reply_to=whole_number(given.get("reply_to", ""), digits=9),
                key="" if self.post else given.get("request_key", ""),
                **self.place,
            )
        except StaleDraft as error:
            return self._stale(error)
        except ForumError as error:
            return self._not_kept(error)
        if wants_json(self.request):
            return JsonResponse({"seq": kept.seq if kept else 0})
        messages.success(
            self.request, _("Votre brouillon est gardé : vous le retrouverez ici et dans « Mes brouillons ».")
        )
        return redirect(self.request.path)

    def _stale(self, error: StaleDraft) -> HttpResponse:
        """Both texts, to choose from."""
        if wants_json(self.request):
            kept = _as_json(error.kept) if error.kept else None
            return JsonResponse({"message": error.message, "kept": kept}, status=CONFLICT)
        mine = {name: self.request.POST.get(name, "") for name in ("title", "source", "language", "voice", "reply_to")}
        context = {"mine": mine, "kept": error.kept, "message": error.message, "room": self.room, "topic": self.topic}
        return render(self.request, "forums/draft_conflict.html", context, status=CONFLICT)

    def _not_kept(self, error: ForumError) -> HttpResponse:
        wait = error.wait if isinstance(error, TooFast) else 0
        status = 429 if wait else 422
        if wants_json(self.request):
            response: HttpResponse = JsonResponse({"message": error.message}, status=status)
        else:
            context: dict[str, Any] = {"mine": {"source": self.request.POST.get("source", "")}}
            context |= {"message": error.message, "room": self.room, "topic": self.topic}
            response = render(self.request, "forums/draft_conflict.html", context, status=status)
        if wait:
            response["Retry-After"] = str(wait)
        return response

    # -- a look at it

    def _look(self) -> dict[str, Any]:
        """The text as it will read, made by the very function that makes it for everyone."""
        source, language = self.request.POST.get("source", ""), self.request.POST.get("language", "")
        if language not in dict(LANGUAGE_CHOICES):
            language = self.person.language
        title = self.request.POST.get("title", "")
        topic = self.topic or (self.post.topic if self.post else Topic(room=self.room))
        told = [] if self.post else who_is_told(topic, source, self.person)
        html = to_html(source[:MAX_BODY])
        return {
            "html": html,
            "title": title,
            "language": language,
            "dir": direction(language),
            "told": len(told),
        }


def _as_json(draft: Draft) -> dict[str, Any]:
    names = ("title", "source", "language", "voice", "reply_to", "seq", "key")
    when = f"{formats.day(draft.updated_at, 'short')}{_(', ')}{formats.clock(draft.updated_at)}"
    return {name: getattr(draft, name) for name in names} | {"when": when}


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks."""
    return request.headers.get("Accept", "").startswith("application/json")
