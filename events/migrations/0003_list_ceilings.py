"""Copy each meeting's list of who comes onto its registrations: a consent is never wider."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def copy_lists(apps, schema_editor):
    registrations = apps.get_model("events", "Registration").objects
    meetings = apps.get_model("events", "Meeting").objects
    lists = meetings.filter(pk=OuterRef("meeting")).values("attendee_list")[:1]
    registrations.update(list_ceiling=Subquery(lists))


class Migration(migrations.Migration):
    dependencies = [("events", "0002_seats_offers_codes")]
    operations = [migrations.RunPython(copy_lists, migrations.RunPython.noop)]
