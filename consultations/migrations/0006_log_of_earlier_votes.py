"""Erasures are links of the log too; votes given before there was a log are sealed in the order they were given."""

import hashlib
import json
import secrets

from django.db import migrations, models

BATCH = 2000
KINDS = [
    ("vote", "vote"),
    ("response", "réponse au questionnaire"),
    ("statement", "phrase"),
    ("position", "position"),
    ("recommendation", "recommandation"),
    ("answer", "réponse d’une autorité"),
    ("erasure", "effacement"),
]


def seal_votes(apps, schema_editor):
    """As log_payloads does: hash = SHA-256(previous:sequence:kind:SHA-256(salt, payload))."""
    head_of = apps.get_model("consultations", "LogHead").objects
    entries = apps.get_model("consultations", "LogEntry")
    votes = apps.get_model("consultations", "Vote").objects
    for consultation in apps.get_model("consultations", "Consultation").objects.all():
        head, _made = head_of.get_or_create(consultation=consultation)
        if head.sequence:
            continue
        rows = []
        given = votes.filter(statement__consultation=consultation).order_by("at", "pk")
        for key, participant, statement, value in given.values_list("pk", "participant", "statement", "value").iterator(
            chunk_size=BATCH
        ):
            payload = {"participant": participant, "statement": statement, "value": value}
            salt = secrets.token_hex(16)
            text = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            digest = hashlib.sha256((salt + text).encode()).hexdigest()
            head.sequence += 1
            head.hash = hashlib.sha256(f"{head.hash}:{head.sequence}:vote:{digest}".encode()).hexdigest()
            rows.append(
                entries(
                    consultation=consultation,
                    sequence=head.sequence,
                    kind="vote",
                    object_id=key,
                    participant_id=participant,
                    salt=salt,
                    digest=digest,
                    hash=head.hash,
                )
            )
            if len(rows) == BATCH:
                entries.objects.bulk_create(rows)
                rows = []
        entries.objects.bulk_create(rows)
        head.save()


class Migration(migrations.Migration):
    dependencies = [("consultations", "0005_withdrawals_of_positions")]
    operations = [
        migrations.AlterField(model_name="logentry", name="kind", field=models.CharField(choices=KINDS, max_length=20)),
        migrations.RunPython(seal_votes, migrations.RunPython.noop),
    ]
