"""What stands around a post: what it quotes, whom it names, what others said of it without a word, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string

from actors.models import Organisation
from kernel.text.validators import validate_line

from ..choices import ReactionKind
from .topics import Post
from .writing import HeldPost

if TYPE_CHECKING:
    from pages.base.models import RivesDocument, RivesImage


class Quote(models.Model):
    """One post quotes another; each shows the way to the other."""

    post = models.ForeignKey(Post, verbose_name=_("message"), on_delete=models.CASCADE, related_name="quotes")
    quoted = models.ForeignKey(Post, verbose_name=_("message cité"), on_delete=models.CASCADE, related_name="quoted_by")

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "quoted"], name="quote_once"),
            models.CheckConstraint(condition=~Q(post=F("quoted")), name="quote_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} « {self.quoted_id} »"


class Mention(models.Model):
    """A post names a person, or an organisation whose focal points are told."""

    post = models.ForeignKey(Post, verbose_name=_("message"), on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="mention_of_one",
            ),
            models.UniqueConstraint(fields=["post", "person"], name="mention_person_once"),
            models.UniqueConstraint(fields=["post", "organisation"], name="mention_organisation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} @ {self.person_id or self.organisation_id}"


class Reaction(models.Model):
    """What one person says of a post without a word; the same thing once."""

    post = models.ForeignKey(Post, verbose_name=_("message"), on_delete=models.CASCADE, related_name="said_of_it")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="reactions"
    )
    kind = models.CharField(_("réaction"), max_length=20, choices=ReactionKind.choices)
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("réaction")
        verbose_name_plural = _("réactions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "person", "kind"], name="reaction_once"),
            models.CheckConstraint(condition=Q(kind__in=ReactionKind.values), name="reaction_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.post_id}"


class Attachment(models.Model):
    """A file of a message, kept in the library: a document or an image. Read by those who may read the post.

    While a first message waits, its files are the held message's; publication turns them over to the post.
    """

    post = models.ForeignKey(
        Post,
        verbose_name=_("message"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="attachments",
    )
    held = models.ForeignKey(
        HeldPost,
        verbose_name=_("message à lire avant publication"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,  # its files go first, and their bytes with them (actions.attachments)
        related_name="attachments",
    )
    document = models.OneToOneField(
        get_document_model_string(),
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    image = models.OneToOneField(
        get_image_model_string(),
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField(_("titre"), max_length=160, validators=[validate_line])
    rank = models.PositiveSmallIntegerField(_("rang"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, image__isnull=True) | Q(document__isnull=True, image__isnull=False),
                name="attachment_of_one",
            ),
            models.CheckConstraint(
                condition=Q(post__isnull=False, held__isnull=True) | Q(post__isnull=True, held__isnull=False),
                name="attachment_of_one_message",
            ),
            models.CheckConstraint(condition=Q(title__gt=""), name="attachment_titled"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is handed out; a post's topic and room must be loaded."""
        if self.post is None:
            return reverse("forums:held-attachment", args=[self.held_id, self.pk])
        topic = self.post.topic
        return reverse("forums:attachment", args=[topic.room.slug, topic.pk, self.post.number, self.pk])

    @property
    def kept(self) -> RivesImage | RivesDocument:
        """What the library says of the file: its name, its size in bytes, where its bytes are."""
        record = self.image or self.document
        if record is None:
            raise ValueError("an attachment is an image or a document")
        return record
