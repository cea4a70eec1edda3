"""House rules as system checks."""

from pathlib import Path

import pytest

from config import checks


def ids(messages):
    return sorted(message.id for message in messages)


def test_a_package_from_elsewhere_is_an_error(settings, tmp_path):
    assert checks.packages_of_this_checkout(None) == []
    settings.ROOT = tmp_path
    assert ids(checks.packages_of_this_checkout(None)) == ["config.E001"] * len(checks.PACKAGES)


@pytest.mark.parametrize("folder", ["site", "locale"])
def test_a_folder_that_poses_as_a_standard_module_is_an_error(settings, tmp_path, folder):
    settings.ROOT = tmp_path
    assert checks.folders_that_are_no_packages(None) == []
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "__init__.py").touch()
    assert ids(checks.folders_that_are_no_packages(None)) == ["config.E002"]


def test_languages_agree_everywhere():
    assert checks.languages_agree(None) == []


def test_a_language_that_is_missing_somewhere_is_an_error(settings):
    settings.MODELTRANSLATION_LANGUAGES = ("fr", "en")
    assert ids(checks.languages_agree(None)) == ["languages.E001"]
    settings.WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
    assert ids(checks.languages_agree(None)) == ["languages.E001"] * 2


def test_a_language_without_catalogue_is_an_error(settings, tmp_path):
    for language in ("fr", "en"):
        (tmp_path / "locale" / language / "LC_MESSAGES").mkdir(parents=True)
    settings.ROOT = tmp_path
    assert ids(checks.languages_agree(None)) == ["languages.E001"]


@pytest.fixture
def public(settings):
    """Settings that are right for the public."""
    settings.DEMO = False
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer"}}
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    settings.MAIL_TRANSPORT_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.WAGTAILADMIN_BASE_URL = "https://rives.example"
    return settings


@pytest.mark.postgres
def test_nothing_is_wrong_with_an_installation_for_the_public(public):
    if public.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        pytest.skip("needs PostgreSQL: DATABASE_URL")
    assert checks.ready_for_the_public(None) == []


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("DEMO", True, "config.E010"),
        ("CHANNEL_LAYERS", {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}, "config.E011"),
        ("MAIL_TRANSPORT_BACKEND", "django.core.mail.backends.dummy.EmailBackend", "config.E014"),
        ("WAGTAILADMIN_BASE_URL", "http://localhost:8000", "config.E015"),
    ],
)
def test_what_is_wrong_for_the_public_is_an_error(public, setting, value, expected):
    before = ids(checks.ready_for_the_public(None))
    setattr(public, setting, value)
    assert ids(checks.ready_for_the_public(None)) == sorted([*before, expected])


def test_every_check_says_how_to_mend_it(settings):
    settings.DEMO, settings.ROOT = True, Path("/nowhere")
    messages = [*checks.packages_of_this_checkout(None), *checks.ready_for_the_public(None)]
    assert messages
    assert all(message.hint for message in messages)
