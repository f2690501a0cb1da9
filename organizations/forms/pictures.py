"""Uploading a picture: by a group on the site, or by an editor in the administration."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from organizations.images import MAX_BYTES, MAX_PIXELS, CleanPicture, NotAPicture, clean_picture
from organizations.models import Picture

ACCEPTED = "image/jpeg,image/png,image/webp,image/gif"
SENTENCES = {
    "empty": _("This file is empty. Please choose the picture once more."),
    "too_heavy": _("This picture is too heavy (%(size)s). Please choose one of up to %(limit)s."),
    "unknown": _("This file is not a picture we can show. Please choose a JPEG, PNG, WebP or GIF."),
    "too_large": _("This picture has too many dots. Please make it smaller, up to %(pixels)s million dots."),
    "broken": _("This picture is damaged or cut off. Please take it from the camera again, or choose another."),
}


def sentence(problem: NotAPicture) -> ValidationError:
    """Say in words why a file was not taken."""
    numbers = {
        "size": filesizeformat(problem.number),
        "limit": filesizeformat(MAX_BYTES),
        "pixels": MAX_PIXELS // 1_000_000,
    }
    return ValidationError(SENTENCES[problem.code], code=problem.code, params=numbers)


class PictureField(forms.FileField):
    """A picture; what comes out is encoded anew and carries no trace of where it was taken."""

    widget = forms.FileInput(attrs={"accept": ACCEPTED})
    default_error_messages = {"empty": SENTENCES["empty"]}

    def to_python(self, data: Any) -> UploadedFile | None:
        return cleaned(super().to_python(data))


class LibraryField(WagtailImageField):
    """The same for Wagtail's own screens, which ask the field for its limits and sentences."""

    default_validators: list[Any] = []
    default_error_messages = PictureField.default_error_messages

    def to_python(self, data: Any) -> UploadedFile | None:
        return cleaned(forms.FileField.to_python(self, data))


def cleaned(upload: Any) -> UploadedFile | None:
    """Clean what was uploaded, or say why it is not taken."""
    if upload is None:
        return None
    try:
        picture = clean_picture(upload.read(MAX_BYTES + 1))
    except NotAPicture as problem:
        raise sentence(problem) from problem
    overwrite(upload, picture)
    return upload


def overwrite(upload: UploadedFile, picture: CleanPicture) -> None:
    """Put the clean picture in the upload's own place: Wagtail also keeps uploads whose form is not yet complete."""
    upload.seek(0)
    upload.truncate()
    upload.write(picture.content)
    upload.flush()
    upload.seek(0)
    upload.size = len(picture.content)
    upload.name = (PurePath(str(upload.name)).stem or "picture") + picture.suffix


class PictureForm(BaseImageForm):
    """Wagtail's own picture form, single and multiple, with our rules for the file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = self.fields.get("file")
        if usual:
            usual.widget.attrs["accept"] = ACCEPTED
            self.fields["file"] = LibraryField(label=usual.label, required=usual.required, widget=usual.widget)
        if "people" in self.fields:
            self.fields["people"].required = False

    def clean_people(self) -> str:
        """Leave open what was not said yet; such a picture cannot be published."""
        return self.cleaned_data.get("people") or Picture.People.UNSTATED
