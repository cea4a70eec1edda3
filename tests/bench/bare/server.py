"""The bare project's ASGI application."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.bare.settings")

from django.core.asgi import get_asgi_application

application = get_asgi_application()
gc.collect()
gc.freeze()
gc.set_threshold(100_000, 20, 100)
