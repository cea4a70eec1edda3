"""Forms of pictures and documents: a broken upload is refused with a sentence, before anything is saved."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image as PillowImage
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from kernel.uploads.signatures import matches_extension


def _broken() -> ValidationError:
    words = _("Cette image est abîmée ou incomplète. Ouvrez-la sur votre ordinateur, enregistrez-la, puis réessayez.")
    return ValidationError(words, code="broken")


class WholePictureField(WagtailImageField):
    """A picture that can be decoded to its last line. Wagtail's own field answers 500 to a file that was cut."""

    def to_python(self, data: Any) -> Any:
        """Raise ValidationError for a file that is no picture, or only the beginning of one."""
        try:
            upload = super().to_python(data)
            if upload:
                self._decode(upload)
        except (OSError, SyntaxError, ValueError, PillowImage.DecompressionBombError) as error:
            raise _broken() from error
        return upload

    def _decode(self, upload: Any) -> None:
        upload.seek(0)
        with PillowImage.open(upload) as picture:
            picture.load()
        upload.seek(0)


class ImageForm(BaseImageForm):
    """A picture's form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if usual := self.fields.get("file"):
            self.fields["file"] = WholePictureField(label=usual.label, required=usual.required, widget=usual.widget)


class DocumentForm(BaseDocumentForm):
    """A document's form: the file must be what its name says."""

    def clean_file(self) -> Any:
        """Refuse a file whose beginning is not that of its type."""
        upload = self.cleaned_data["file"]
        if upload and "file" in self.changed_data and not matches_extension(upload):
            raise ValidationError(
                _("Le contenu de ce fichier n’est pas celui que son nom annonce. Vérifiez-le, puis réessayez."),
                code="mismatch",
            )
        return upload

    def clean_languages(self) -> str:
        """Codes in small letters, without spaces."""
        codes = [code.strip().lower() for code in self.cleaned_data["languages"].split(",") if code.strip()]
        if any(len(code) != 2 or not code.isalpha() for code in codes):  # noqa: PLR2004  (ISO 639-1)
            raise ValidationError(_("Des codes de deux lettres séparés par des virgules : fr, en, ar."))
        return ",".join(codes)
