"""What people send is told by its content: honest files pass, what hides or acts does not."""

import contextlib
import io
import time
import tracemalloc

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from kernel.uploads.contents import MOST_INFLATED, MOST_STREAMS, check_content
from kernel.uploads.names import plain_name
from kernel.uploads.pictures import made_anew
from tests.site.kernel.uploads.corpus import GOOD, HOSTILE, TIRING, located, packed_often, picture


def file(name, content):
    """A file as a form gives it, with a name nobody cleaned."""
    made = ContentFile(content)
    made.name = name
    return made


@pytest.mark.parametrize("name", GOOD)
def test_an_honest_file_passes_and_can_be_read_from_its_start(name):
    upload = file(name, GOOD[name])
    check_content(upload)
    assert upload.read() == GOOD[name]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_hides_or_acts_is_refused_with_a_sentence(name):
    with pytest.raises(ValidationError) as refused:
        check_content(file(name, HOSTILE[name]))
    assert refused.value.messages[0].endswith("réessayez.")


def test_the_corpus_is_large_enough():
    assert len(GOOD) >= 20
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("name", TIRING)
def test_a_file_made_to_tire_the_reader_is_read_in_a_moment(name):
    began = time.process_time()
    with contextlib.suppress(ValidationError):
        check_content(file(name, TIRING[name]))
    assert time.process_time() - began < 3  # minutes where a pattern looks at every beginning again


def test_packed_objects_of_a_pdf_are_unpacked_one_at_a_time():
    upload = file("tasse.pdf", packed_often(b"\x01" * (MOST_INFLATED - 1), 24))
    tracemalloc.start()
    try:
        with pytest.raises(ValidationError, match="trop comprimé"):
            check_content(upload)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 6 * MOST_INFLATED


@pytest.mark.parametrize(
    ("inner", "times"),
    [(b"\x01" * (MOST_INFLATED - 1), 17), (b"\x01" * MOST_INFLATED * 2, 1), (b"-", MOST_STREAMS + 1)],
)
def test_a_pdf_that_is_not_looked_at_to_its_end_is_refused(inner, times):
    with pytest.raises(ValidationError, match="trop comprimé"):
        check_content(file("tasse.pdf", packed_often(inner, times)))


def test_a_large_honest_pdf_passes():
    check_content(file("rapport.pdf", packed_often(b"<< /Type /Page >> " * 500, 800)))


def test_a_picture_made_anew_says_nothing_of_who_took_it_and_stands_upright():
    made = made_anew(file("lieu.jpg", located()), "jpg")
    again = Image.open(io.BytesIO(made.content))
    assert not again.getexif()
    assert "comment" not in again.info
    assert b"Salma" not in made.content
    assert (made.width, made.height) == (16, 24)


def test_what_stands_behind_a_pictures_last_line_does_not_come_along():
    made = made_anew(file("a.png", picture() + b"<script>secret"), "png")
    assert b"secret" not in made.content


@pytest.mark.parametrize(("form", "kind"), [("PNG", "png"), ("WEBP", "webp")])
def test_a_picture_made_anew_keeps_what_is_transparent(form, kind):
    made = made_anew(file("a", picture(form, mode="RGBA")), kind)
    assert Image.open(io.BytesIO(made.content)).mode == "RGBA"


def test_a_large_picture_is_kept_no_larger_than_a_screen():
    made = made_anew(file("a.jpg", picture("JPEG", size=(5000, 1000))), "jpg")
    assert (made.width, made.height) == (2400, 480)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/mot de passe.pdf", "mot de passe.pdf"),
        ("C:\\Bureau\\plan.PNG", "plan.png"),
        ("محضر الجلسة.pdf", "محضر الجلسة.pdf"),
        ('a"b<c>.txt', "a-b-c.txt"),
        ("...pdf", "document.pdf"),
        ("x" * 300 + ".csv", "x" * 120 + ".csv"),
        ("a\u202eb.pdf", "ab.pdf"),
    ],
)
def test_a_name_is_kept_as_its_owner_knows_it(given, kept):
    assert plain_name(given) == kept
