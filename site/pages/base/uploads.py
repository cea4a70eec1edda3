"""Forms of pictures and documents: a broken upload is refused with a sentence, before anything is saved."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image as PillowImage
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .signatures import matches_extension


class ImageForm(BaseImageForm):
    """An upload's form: the picture is decoded to its last line, so that a cut file is refused now, not by the task."""

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload and "file" in self.changed_data:
            _decode(upload)
        return upload


def _decode(upload: Any) -> None:
    try:
        upload.seek(0)
        with PillowImage.open(upload) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, PillowImage.DecompressionBombError) as error:
        raise ValidationError(
            _("Cette image est abîmée ou incomplète. Ouvrez-la sur votre ordinateur, enregistrez-la de nouveau, puis réessayez."),
            code="broken",
        ) from error
    finally:
        upload.seek(0)


class DocumentForm(BaseDocumentForm):
    """A document's form: the file must be what its name says."""

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload and "file" in self.changed_data and not matches_extension(upload):
            raise ValidationError(
                _("Le contenu de ce fichier n’est pas celui que son nom annonce. Vérifiez-le, puis réessayez."),
                code="mismatch",
            )
        return upload

    def clean_languages(self) -> str:
        codes = [code.strip().lower() for code in self.cleaned_data["languages"].split(",") if code.strip()]
        if any(len(code) != 2 or not code.isalpha() for code in codes):  # noqa: PLR2004  (ISO 639-1)
            raise ValidationError(_("Des codes de deux lettres séparés par des virgules : fr, en, ar."))
        return ",".join(codes)
