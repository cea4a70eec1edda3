"""Uploaded files on the embedded default."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    for name in ("images/shore.webp", "documents/minutes.pdf"):
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"content")
    (tmp_path / "secret_key").write_text("secret")
    return settings.MEDIA_ROOT


def test_a_picture_is_served_and_may_be_kept(client, uploads):
    response = client.get("/media/images/shore.webp")
    assert (response.status_code, response.content) == (200, b"content")
    assert response["Content-Type"] == "image/webp"
    assert "immutable" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "documents/minutes.pdf",
        "images/../documents/minutes.pdf",
        "./documents/minutes.pdf",
        "../secret_key",
        "images/%2e%2e/%2e%2e/secret_key",
        "images",
        "images/none.webp",
    ],
)
def test_documents_and_what_lies_outside_are_not_served(client, uploads, path):
    assert client.get(f"/media/{path}", follow=True).status_code == 404
