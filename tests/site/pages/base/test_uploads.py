"""Pictures and documents: broken files are refused with a sentence, sizes are made beside the request."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pages.base.models import RivesDocument, RivesImage
from pages.base.pictures import picture_of
from pages.base.tasks import make_renditions
from tests.factories import pages as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("equipe@exemple.org", "motdepasse-1"))
    return client


def add_image(team, file, **changes):
    fields = {"title": "Quai", "credit": "A. Martin", "licence": "cc-by", "description_fr": "Un quai", "file": file}
    return team.post(reverse("wagtailimages:add"), {**fields, **changes})


def test_a_picture_is_kept_with_its_credit_and_texts(team):
    add_image(team, make.image_file(), description_ar="رصيف")
    image = RivesImage.objects.get()
    assert (image.credit, image.description_fr, image.description_ar) == ("A. Martin", "Un quai", "رصيف")


def test_a_picture_without_credit_is_refused(team):
    response = add_image(team, make.image_file(), credit="")
    assert response.status_code == 200
    assert not RivesImage.objects.exists()


@pytest.mark.parametrize("broken", ["cut", "text", "empty"])
def test_a_broken_picture_is_refused_and_what_was_typed_is_kept(team, broken):
    whole = make.image_file(size=(800, 600)).read()
    data = {"cut": whole[: len(whole) // 2], "text": b"not a picture", "empty": b""}[broken]
    response = add_image(team, SimpleUploadedFile("photo.jpg", data, content_type="image/jpeg"))
    assert response.status_code == 200
    assert not RivesImage.objects.exists()
    text = response.content.decode()
    assert 'value="Quai"' in text
    assert 'value="A. Martin"' in text
    if broken == "cut":
        assert "abîmée ou incomplète" in text


def test_a_broken_picture_among_several_is_refused_with_a_sentence(team):
    whole = make.image_file(size=(800, 600)).read()
    response = team.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "x", "files[]": SimpleUploadedFile("photo.jpg", whole[: len(whole) // 2], content_type="image/jpeg")},
    )
    assert not response.json()["success"]
    assert "abîmée" in response.json()["error_message"]


def test_sizes_are_made_once_the_picture_is_saved(team, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        add_image(team, make.image_file(size=(1600, 1200)))
    image = RivesImage.objects.get()
    assert sorted(image.renditions_ready) == ["avif", "jpeg", "webp"]
    assert [width for width, _height, _name in image.renditions_ready["avif"]] == [480, 960, 1440]
    assert picture_of(image).sources[0].srcset.count(" 480w") == 1


def test_a_small_picture_is_never_enlarged_and_the_work_may_be_done_twice():
    image = make.ImageFactory(file=make.image_file(size=(300, 200)))
    make_renditions.call(image.pk)
    make_renditions.call(image.pk)
    image.refresh_from_db()
    assert image.renditions_ready["webp"] == [[300, 200, image.renditions_ready["webp"][0][2]]]


def test_a_picture_deleted_before_its_turn_is_no_error():
    make_renditions.call(12345)


@pytest.mark.parametrize(
    ("name", "data", "accepted"),
    [
        ("note.pdf", b"%PDF-1.7 ...", True),
        ("note.pdf", b"MZ\x90\x00", False),
        ("table.csv", b"a,b\n1,2\n", True),
        ("table.csv", b"\x00\x01\x02", False),
        ("texte.docx", b"PK\x03\x04...", True),
        ("texte.docx", b"<html>", False),
        ("page.html", b"<script>alert(1)</script>", False),
    ],
)
def test_a_document_is_what_its_name_says(team, name, data, accepted):
    fields = {"title": "Note", "languages": "FR, ar", "licence": "cc-by", "file": SimpleUploadedFile(name, data)}
    response = team.post(reverse("wagtaildocs:add"), fields)
    assert RivesDocument.objects.exists() is accepted
    if accepted:
        assert RivesDocument.objects.get().languages == "fr,ar"
    else:
        assert response.status_code == 200
        assert 'value="Note"' in response.content.decode()
