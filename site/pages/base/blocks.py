"""The blocks of a page's body. Each language has its own stream, so a block holds one language."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from kernel.languages.choices import LANGUAGES, OWN_NAMES

RICH_TEXT = ["bold", "italic", "ol", "ul", "link", "document-link"]
SMALL_TEXT = ["bold", "italic", "link"]
LANGUAGE_CHOICES = [(code, OWN_NAMES[code]) for code in LANGUAGES]


class HeadingBlock(blocks.StructBlock):
    """A heading inside the text, with its place in the table of contents."""

    text = blocks.CharBlock(label=_("intertitre"), max_length=160)
    level = blocks.ChoiceBlock(
        label=_("niveau"), choices=[("2", _("Partie")), ("3", _("Sous-partie"))], default="2", required=True
    )

    class Meta:
        icon = "title"
        label = _("Intertitre")
        template = "blocks/heading.html"


class PictureBlock(blocks.StructBlock):
    """A picture. Its credit comes from the image library; its alternative text too, unless given here."""

    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(
        label=_("texte de remplacement"),
        max_length=255,
        required=False,
        help_text=_("Ce que l’image dit, dans la langue de ce texte. À défaut, celui de la médiathèque."),
    )
    caption = blocks.CharBlock(label=_("légende"), max_length=300, required=False)
    wide = blocks.BooleanBlock(label=_("déborde de la colonne"), required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/picture.html"

    def clean(self, value: Any) -> Any:
        """Refuse a picture that says nothing to those who cannot see it."""
        cleaned = super().clean(value)
        if not cleaned["alt"] and not cleaned["image"].described:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "alt": ValidationError(_("Décrivez l’image : la médiathèque n’a pas de texte pour elle."))
                }
            )
        return cleaned


class QuoteBlock(blocks.StructBlock):
    """Someone's words, in the language in which they are quoted."""

    text = blocks.TextBlock(label=_("citation"), rows=3, help_text=_("Sans guillemets : la page les ajoute."))
    language = blocks.ChoiceBlock(
        label=_("langue de la citation"),
        choices=LANGUAGE_CHOICES,
        required=False,
        help_text=_("Si ce n’est celle du texte."),
    )
    author = blocks.CharBlock(label=_("nom"), max_length=120, required=False)
    function = blocks.CharBlock(label=_("fonction, organisme"), max_length=200, required=False)
    source = blocks.URLBlock(label=_("lien vers l’original"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Citation")
        template = "blocks/quote.html"


class FigureBlock(blocks.StructBlock):
    """One number and what it counts."""

    value = blocks.CharBlock(label=_("valeur"), max_length=30)
    label = blocks.CharBlock(label=_("ce qu’elle mesure"), max_length=160)


class FiguresBlock(blocks.StructBlock):
    """Numbers side by side, always with their source."""

    figures = blocks.ListBlock(FigureBlock(), label=_("chiffres"), min_num=1, max_num=6)
    source = blocks.CharBlock(label=_("source"), max_length=250)
    source_url = blocks.URLBlock(label=_("lien vers la source"), required=False)

    class Meta:
        icon = "order"
        label = _("Chiffres")
        template = "blocks/figures.html"


class DocumentBlock(blocks.StructBlock):
    """A file under a title in the text's language."""

    document = DocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(label=_("titre"), max_length=200)


class DocumentsBlock(blocks.StructBlock):
    """Files to download."""

    documents = blocks.ListBlock(DocumentBlock(), label=_("documents"), min_num=1)

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        template = "blocks/documents.html"


class CallToActionBlock(blocks.StructBlock):
    """An invitation with one button."""

    title = blocks.CharBlock(label=_("titre"), max_length=120)
    text = blocks.TextBlock(label=_("texte"), rows=2, required=False)
    button = blocks.CharBlock(label=_("bouton"), max_length=60, help_text=_("Un verbe : « S’inscrire », « Lire »…"))
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    url = blocks.URLBlock(label=_("ou adresse"), required=False)

    class Meta:
        icon = "link"
        label = _("Invitation")
        template = "blocks/call_to_action.html"

    def clean(self, value: Any) -> Any:
        """A button leads to exactly one place."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                block_errors={"page": ValidationError(_("Choisissez une page ou donnez une adresse : l’une des deux."))}
            )
        return cleaned


class NoticeBlock(blocks.StructBlock):
    """A boxed remark."""

    title = blocks.CharBlock(label=_("titre"), max_length=120, required=False)
    text = blocks.RichTextBlock(label=_("texte"), features=SMALL_TEXT)

    class Meta:
        icon = "info-circle"
        label = _("Encadré")
        template = "blocks/notice.html"


class BodyBlock(blocks.StreamBlock):
    """What editors may put in a text. Video, table, accordion and map come with the library."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label=_("Paragraphe"), icon="pilcrow", features=RICH_TEXT, template="blocks/paragraph.html"
    )
    picture = PictureBlock()
    quote = QuoteBlock()
    figures = FiguresBlock()
    documents = DocumentsBlock()
    call_to_action = CallToActionBlock()
    notice = NoticeBlock()

    class Meta:
        required = False
