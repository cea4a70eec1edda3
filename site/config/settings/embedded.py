"""The default of both doors: one process, SQLite, files on disk, nothing to install."""

from .base import *  # noqa: F403  (settings build on each other)
from .base import STORAGES, VAR, env
from .connections import cache, channel_layer, database, mail_transport

VAR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The installation's secret key, made once and kept in var/."""
    import os
    import secrets

    path = VAR / "secret_key"
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        draft.replace(path)
    return path.read_text()


DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
SECRET_KEY = env.str("SECRET_KEY", "") or _secret_key()
ALLOWED_HOSTS = env.list("RIVES_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

DATABASES = {"default": database(env.str("DATABASE_URL", "") or f"sqlite:///{VAR / 'rives.sqlite3'}", pool=10)}
REDIS_URL = env.str("REDIS_URL", "")
CHANNEL_LAYERS = {"default": channel_layer(REDIS_URL)}
CACHES = {"default": cache(REDIS_URL)}
globals().update(mail_transport(env.str("EMAIL_URL", "")))
JOBS_IN_PROCESS = env.bool("JOBS_IN_PROCESS", True)

if DEBUG:
    STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    WHITENOISE_USE_FINDERS = True

if env.bool("RIVES_TLS", False):
    from .tls import *  # noqa: F403  (settings build on each other)
