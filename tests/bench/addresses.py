"""One address of each kind of page, found in the demo, as JSON."""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

import django

django.setup()

from django.utils import translation  # noqa: E402  (needs the app registry)

from consultations.models import ConsultationPage  # noqa: E402  (needs the app registry)
from events.models import MeetingPage  # noqa: E402  (needs the app registry)
from forums.choices import Visibility  # noqa: E402  (needs the app registry)
from forums.models import Topic  # noqa: E402  (needs the app registry)
from pages.projects.models import PilotPage, ProjectIndexPage  # noqa: E402  (needs the app registry)

KINDS = {"list": ProjectIndexPage, "pilot": PilotPage, "meeting": MeetingPage, "consultation": ConsultationPage}

translation.activate("fr")
found = {"home": "/fr/"}
for name, model in KINDS.items():
    found[name] = "/" + model.objects.live().order_by("pk")[0].full_url.split("/", 3)[3]
found["topic"] = Topic.objects.filter(room__visibility=Visibility.PUBLIC).order_by("pk")[0].get_absolute_url()
print(json.dumps(found))
