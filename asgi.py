"""The server's door of Rives (daphne asgi:application); the other one is manage.py."""

import gc
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))  # a folder of packages: docs/architecture.md
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from config.routing import build_application  # noqa: E402  (needs the app registry)
from kernel.jobs import inprocess  # noqa: E402  (needs the app registry)

application = build_application(django_application)  # type: ignore[arg-type]  # Django's types are narrower than ASGI
inprocess.start()  # where JOBS_IN_PROCESS is true

# What is loaded by now stays: keep it out of full collections, which stall every socket for 100 ms.
gc.collect()
gc.freeze()
gc.set_threshold(100_000, 20, 100)
