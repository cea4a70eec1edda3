"""How Rives reaches what it stands on: database, Redis, files, mail. Each function turns an address into settings."""

from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from django.core.exceptions import ImproperlyConfigured

SQLITE = {
    "transaction_mode": "IMMEDIATE",  # a writer waits for its turn at once instead of failing half-way
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
}
KEPT_LOCALLY = "django.core.mail.backends.dummy.EmailBackend"


def database(url: str, *, pool: int = 0) -> dict[str, Any]:
    """The database at an address: SQLite in WAL with immediate transactions, or PostgreSQL.

    `pool` connections at most are shared by a process's threads, or kept open between them (SQLite); 0 opens one a
    thread, as commands and tests do.
    """
    found: dict[str, Any] = {**dj_database_url.parse(url), "CONN_MAX_AGE": 0, "ATOMIC_REQUESTS": False}
    options = found.get("OPTIONS", {})
    if found["ENGINE"].endswith("sqlite3"):
        engine = "config.sqlite3" if pool else found["ENGINE"]
        return {**found, "ENGINE": engine, "OPTIONS": SQLITE | options}
    if pool:
        options = {"pool": {"min_size": min(2, pool), "max_size": pool, "timeout": 10}} | options
    return {**found, "OPTIONS": options}


def channel_layer(redis_url: str = "", *, prefix: str = "rives") -> dict[str, Any]:
    """The channel layer: Redis pub/sub between processes, or memory within one.

    redis-py 8 ends idle sockets after 5 s and allows 100 connections unless told otherwise.
    """
    if not redis_url:
        return {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    host = {"address": redis_url, "socket_timeout": 30, "max_connections": 20_000}
    return {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [host], "prefix": prefix}}


def cache(redis_url: str = "", *, prefix: str = "rives") -> dict[str, Any]:
    """The cache: Redis between processes, or memory within one."""
    if not redis_url:
        # Django's own limit of 300 would drop counters of rate limits beside parts of pages
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_url,
        "KEY_PREFIX": prefix,
        "OPTIONS": {"socket_timeout": 5, "max_connections": 200},
    }


def s3_files(*, bucket: str, endpoint: str, region: str, access_key: str, secret_key: str, site: str) -> dict[str, Any]:
    """Uploaded files in an S3-compatible bucket, under media/.

    Their addresses stay on the site's own host: the proxy fetches /media/ from the bucket, so no visitor's request
    leaves the site.
    """
    address = urlsplit(site)
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint or None,
            "region_name": region or None,
            "access_key": access_key or None,
            "secret_key": secret_key or None,
            "location": "media",
            "custom_domain": address.netloc,
            "url_protocol": f"{address.scheme}:",
            "querystring_auth": False,
            "file_overwrite": False,
            "object_parameters": {"CacheControl": "public, max-age=31536000"},
        },
    }


def private_files(files: dict[str, Any]) -> dict[str, Any]:
    """The same bucket under private/, which the proxy does not fetch: only the site reads there, with its key."""
    closed: dict[str, Any] = {
        "location": "private",
        "custom_domain": None,
        "querystring_auth": True,
        "object_parameters": {},
    }
    return {**files, "OPTIONS": {**files["OPTIONS"], **closed}}


def mail_transport(url: str) -> dict[str, Any]:
    """What the outbox sends with: SMTP at an address (submission://user:password@host:587), or nothing.

    Without an address, mail stays in the local mailbox.
    """
    if not url:
        return {"MAIL_TRANSPORT_BACKEND": KEPT_LOCALLY}
    found: dict[str, Any] = dj_email_url.parse(url)
    if "EMAIL_BACKEND" not in found:
        raise ImproperlyConfigured("EMAIL_URL must look like submission://user:password@host:587 or smtp://host:25.")
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    return {
        "MAIL_TRANSPORT_BACKEND": found["EMAIL_BACKEND"],
        "EMAIL_TIMEOUT": 20,
        **{name: found[name] for name in names},
    }
