"""Several machines, by environment variables: docs/settings.md lists them."""

from .base import *  # noqa: F403  (settings build on each other)
from .base import BASE_URL, STORAGES, env
from .connections import cache, channel_layer, database, mail_transport, private_files, s3_files

DEBUG = False
DEMO = env.bool("DEMO", False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS: list[str] = env.list("RIVES_ALLOWED_HOSTS")

DATABASES = {"default": database(env.str("DATABASE_URL"), pool=env.int("RIVES_DATABASE_POOL", 10))}
REDIS_URL = env.str("REDIS_URL")
CHANNEL_LAYERS = {"default": channel_layer(REDIS_URL)}
CACHES = {"default": cache(REDIS_URL)}
globals().update(mail_transport(env.str("EMAIL_URL")))
JOBS_IN_PROCESS = env.bool("JOBS_IN_PROCESS", False)

if bucket := env.str("RIVES_S3_BUCKET", ""):
    files = s3_files(
        bucket=bucket,
        endpoint=env.str("RIVES_S3_ENDPOINT", ""),
        region=env.str("RIVES_S3_REGION", ""),
        access_key=env.str("RIVES_S3_ACCESS_KEY", ""),
        secret_key=env.str("RIVES_S3_SECRET_KEY", ""),
        site=BASE_URL,
    )
    STORAGES = STORAGES | {"default": files, "private": private_files(files)}

if env.bool("RIVES_TLS", True):
    from .tls import *  # noqa: F403  (settings build on each other)
