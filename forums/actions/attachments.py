"""Files of a message. They are checked, made anew and written before any lock; rows are added with the post.

The library's tables describe them, the private storage holds their bytes: the one way to them is forums.views.files.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import Max
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from forums import rules
from forums.choices import MOST_FILE_BYTES, MOST_FILES
from forums.errors import NotAllowed, Refused
from forums.models import Attachment, HeldPost, Post, Room
from kernel.live.choices import Op
from kernel.text.validators import validate_line
from kernel.uploads.contents import check_content
from kernel.uploads.names import CONTENT_TYPES, plain_name, type_of
from kernel.uploads.pictures import PICTURES, made_anew
from pages.base.models import RivesDocument, RivesImage
from pages.base.models.media import ATTACHED

from .locking import locked_post, locked_topics
from .telling import post_changed

if TYPE_CHECKING:
    from django.core.files.base import File

    from actors.models import Person

SMALL_SIDE = 960  # pixels: what a page shows of a picture
MAX_ABOUT = 160


@dataclass(frozen=True)
class Given:
    """A file as it was sent; `about` says in words what a picture shows, for who does not see it."""

    upload: File[Any]
    about: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether its name announces a picture."""
        return type_of(self.upload.name) in PICTURES


@dataclass
class Stored:
    """A checked file whose bytes are written, and which no message has yet."""

    title: str
    name: str
    path: str
    size: int
    digest: str
    width: int = 0
    height: int = 0
    others: list[str] = field(default_factory=list)
    adopted: bool = False


def private_files() -> Storage:
    """Where the bytes are: no address leads there."""
    return storages["private"]


def small_path(path: str) -> str:
    """Where the small form of a picture stands."""
    stem, _dot, kind = path.rpartition(".")
    return f"{stem}.small.{kind}"


def check_given(given: Given) -> None:
    """Raise ValidationError, with what to do, for a file that a message cannot carry."""
    upload = given.upload
    if not upload.size:
        raise ValidationError(_("Ce fichier est vide. Vérifiez-le, puis réessayez."))
    if upload.size > MOST_FILE_BYTES:
        raise ValidationError(
            _("Ce fichier pèse %(size)s ; la limite est de %(most)s. Réduisez-le, puis réessayez.")
            % {"size": filesizeformat(upload.size), "most": filesizeformat(MOST_FILE_BYTES)}
        )
    if type_of(upload.name) not in CONTENT_TYPES:
        raise ValidationError(
            _("Ce type de fichier n’est pas accepté : envoyez un PDF, un document, un tableau, un texte ou une image.")
        )
    check_content(upload)
    if given.is_picture and not given.about.strip():
        raise ValidationError(_("Dites en quelques mots ce que montre cette image."), code="about")
    validate_line(given.about)


def require_attaching(person: Person, room: Room, organisation_id: int | None, at: datetime) -> None:
    """Raise NotAllowed or Refused where what someone writes in this voice may not carry files."""
    standing = rules.standing_of(person, room, at)
    if reason := rules.why_not_attach_with(standing, room):
        raise NotAllowed(reason, "files")
    if not rules.attaches_as(standing, room, organisation_id):
        raise Refused(_("Dans ce salon, les fichiers se joignent au nom d’une organisation. Changez de voix."), "files")


@contextmanager
def stored(given: Sequence[Given]) -> Iterator[list[Stored]]:
    """Check the files and write their bytes; what no message has taken at the end is deleted. Raises Refused."""
    if len(given) > MOST_FILES:
        raise Refused(_("%(most)d fichiers au plus par message.") % {"most": MOST_FILES}, "files")
    kept: list[Stored] = []
    done = False
    try:
        kept.extend(map(_store, given))
        yield kept
        done = True
    finally:
        for each in kept:
            if not (done and each.adopted):
                _delete([each.path, *each.others])


def _store(given: Given) -> Stored:
    try:
        check_given(given)
    except ValidationError as error:
        raise Refused(error.messages[0], "files") from error
    kind = type_of(given.upload.name)
    path = f"{ATTACHED}{uuid.uuid4()}.{kind}"
    given.upload.seek(0)
    content: bytes = given.upload.read()
    digest = hashlib.sha256(content).hexdigest()
    name = plain_name(given.upload.name)
    if not given.is_picture:
        private_files().save(path, ContentFile(content))
        return Stored(name, name, path, len(content), digest)
    picture, small = made_anew(given.upload, kind), made_anew(given.upload, kind, SMALL_SIDE)
    private_files().save(path, ContentFile(picture.content))
    private_files().save(small_path(path), ContentFile(small.content))
    about = " ".join(given.about.split())[:MAX_ABOUT]
    return Stored(
        about, name, path, len(picture.content), digest, picture.width, picture.height, others=[small_path(path)]
    )


def fingerprint(files: Iterable[Stored]) -> dict[str, Any]:
    """What of the files counts when the same key comes again; nothing where there are none."""
    told = [[each.digest, each.title] for each in files]
    return {"files": told} if told else {}


def attach(message: Post | HeldPost, files: Sequence[Stored], by: Person, at: datetime) -> list[Attachment]:
    """Give files to a message, in the caller's transaction: a post under its topic's lock, or one that waits, made in
    it. Two queries and one a kind."""
    if not files:
        return []
    owner: dict[str, Any] = {"held" if isinstance(message, HeldPost) else "post": message}
    present = Attachment.objects.filter(**owner).aggregate(last=Max("rank"))["last"]
    first = 0 if present is None else present + 1
    # in bulk: nothing of the library's hears of them, no size is made for its pages
    pictures = RivesImage.attached.bulk_create([_image(each, by, at) for each in files if each.width])
    documents = RivesDocument.attached.bulk_create([_document(each, by, at) for each in files if not each.width])
    rows: list[RivesImage | RivesDocument] = [*pictures, *documents]
    by_path = {str(row.file): row for row in rows}
    made = []
    for rank, each in enumerate(files, first):
        kept = by_path[each.path]
        target = {"image": kept} if each.width else {"document": kept}
        made.append(Attachment(title=each.title, rank=rank, **owner, **target))
        each.adopted = True
    return Attachment.objects.bulk_create(made)


def _image(each: Stored, by: Person, at: datetime) -> RivesImage:
    return RivesImage(
        title=each.name,
        file=each.path,
        width=each.width,
        height=each.height,
        file_size=each.size,
        file_hash=each.digest[:40],
        uploaded_by_user=by,
        created_at=at,
    )


def _document(each: Stored, by: Person, at: datetime) -> RivesDocument:
    return RivesDocument(
        title=each.name,
        file=each.path,
        file_size=each.size,
        file_hash=each.digest[:40],
        uploaded_by_user=by,
        created_at=at,
    )


def replace_files(post: Post, files: Sequence[Stored], dropped: Collection[int], by: Person, at: datetime) -> bool:
    """Take some files off a post and give it others, under its lock; whether anything changed. Raises Refused."""
    gone = detach(post, dropped)
    if files and Attachment.objects.filter(post=post).count() + len(files) > MOST_FILES:
        raise Refused(_("%(most)d fichiers au plus par message.") % {"most": MOST_FILES}, "files")
    return bool(attach(post, files, by, at)) or bool(gone)


def detach(post: Post, pks: Collection[int]) -> int:
    """Take files off a post, in the caller's transaction; their bytes go when it is committed. How many."""
    return _forget(Attachment.objects.filter(post=post, pk__in=pks)) if pks else 0


def turn_over(held: HeldPost, post: Post) -> None:
    """The files of a message that waited are its post's now, in their order; in the caller's transaction."""
    Attachment.objects.filter(held=held).update(held=None, post=post)


def forget_held(held: Iterable[HeldPost]) -> int:
    """Erase the files of messages that wait or waited, in the caller's transaction. How many."""
    return _forget(Attachment.objects.filter(held__in=held))


def forget_files_of(*, person: Person, at: datetime) -> None:
    """Erase every file of a person's messages, in the caller's transaction; posts show it at once.

    Nothing of theirs is published meanwhile: what waits is locked, after its topics.
    """
    held = HeldPost.objects.filter(author=person)
    mine = Attachment.objects.filter(post__author=person)
    topics = {*mine.values_list("post__topic_id", flat=True), *held.values_list("topic_id", flat=True)}
    locked_topics(*(pk for pk in topics if pk))
    list(held.select_for_update().order_by("pk"))
    forget_held(held)
    for _topic, pk in sorted(set(mine.values_list("post__topic_id", "post_id"))):
        post = locked_post(pk)
        post.rev += 1
        post.save(update_fields=["rev"])
        post_changed(post, Op.REPLACE, person, at)
    _forget(mine)


def _forget(attachments: Any) -> int:
    rows = list(attachments.select_related("document", "image"))
    paths: list[str] = []
    for row in rows:
        path = str(row.kept.file)
        paths += [path, small_path(path)] if row.image_id else [path]
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    RivesImage.attached.filter(pk__in=[row.image_id for row in rows if row.image_id]).delete()
    RivesDocument.attached.filter(pk__in=[row.document_id for row in rows if row.document_id]).delete()
    transaction.on_commit(partial(_delete, paths), robust=True)
    return len(rows)


def _delete(paths: Iterable[str]) -> None:
    for path in paths:
        private_files().delete(path)
