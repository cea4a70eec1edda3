"""Each consultation so far was a vote, with an answer expected on a day: those become phases."""

from datetime import UTC, datetime, time

from django.db import migrations


def lay_phases(apps, schema_editor):
    consultations = apps.get_model("consultations", "Consultation").objects.all()
    phases = apps.get_model("consultations", "Phase").objects
    for consultation in consultations.filter(phases=None):
        phases.create(
            consultation=consultation,
            kind="statements",
            opens_at=consultation.opens_at,
            closes_at=consultation.closes_at,
        )
        due = consultation.answer_due_date
        if due and datetime.combine(due, time(), UTC) > consultation.closes_at:
            closes_at = datetime.combine(due, time(), UTC)
            phases.create(
                consultation=consultation, kind="answer", opens_at=consultation.closes_at, closes_at=closes_at
            )


class Migration(migrations.Migration):
    dependencies = [("consultations", "0002_in_depth")]
    operations = [migrations.RunPython(lay_phases, migrations.RunPython.noop)]
