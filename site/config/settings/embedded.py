"""The default of both doors: one process, SQLite, files on disk, nothing to install."""

from .base import *  # noqa: F403
from .base import VAR, env

VAR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The installation's secret key, made once and kept in var/."""
    import secrets

    path = VAR / "secret_key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(64))
        path.chmod(0o600)
    return path.read_text()


DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
SECRET_KEY = env.str("SECRET_KEY", "") or _secret_key()
ALLOWED_HOSTS = env.list("RIVES_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR / "rives.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
        },
    }
}
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
JOBS_IN_PROCESS = env.bool("JOBS_IN_PROCESS", True)
