"""Settings of the test suite: cheap, silent, and the same code paths as elsewhere."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403  (settings build on each other)
from .base import env
from .connections import cache, channel_layer, database

SECRET_KEY = "tests only"
DEBUG = False
DEMO = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES = {"default": database(env.str("DATABASE_URL", "") or "sqlite://:memory:")}
REDIS_URL = env.str("REDIS_URL", "")
_worker = env.str("PYTEST_XDIST_WORKER", "gw0")  # workers share one Redis and must not hear each other
if REDIS_URL:
    REDIS_URL = f"{REDIS_URL.rstrip('/')}/{int(_worker[2:]) % 16}"
CHANNEL_LAYERS = {"default": channel_layer(REDIS_URL, prefix=_worker)}
CACHES = {"default": cache(REDIS_URL, prefix=_worker)}
MAIL_TRANSPORT_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = Path(tempfile.gettempdir())
JOBS_IN_PROCESS = False
