import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models

import kernel.languages.models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0006_basepage_page_by_address"),
        ("events", "0005_joining_clocks_calendars"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeetingDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agenda", "Ordre du jour"),
                            ("note", "Note préparatoire"),
                            ("slides", "Présentation"),
                            ("minutes", "Compte rendu"),
                            ("other", "Autre document"),
                        ],
                        default="note",
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="titre")),
                ("title_fr", models.CharField(max_length=200, null=True, verbose_name="titre")),
                ("title_en", models.CharField(max_length=200, null=True, verbose_name="titre")),
                ("title_ar", models.CharField(max_length=200, null=True, verbose_name="titre")),
                ("sort_order", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "document de la rencontre",
                "verbose_name_plural": "documents de la rencontre",
                "ordering": ["sort_order", "pk"],
            },
            bases=(kernel.languages.models.PinnedMixin, models.Model),
        ),
        migrations.AddField(
            model_name="meeting",
            name="previous_format",
            field=models.CharField(
                blank=True,
                choices=[("in_person", "Sur place"), ("online", "En ligne"), ("hybrid", "Sur place et en ligne")],
                editable=False,
                max_length=20,
                verbose_name="format précédent",
            ),
        ),
        migrations.AddField(
            model_name="meetingdocument",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="base.rivesdocument",
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="meetingdocument",
            name="meeting",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="documents",
                to="events.meeting",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title_fr__gt", ""), ("title_fr__isnull", False)),
                    models.Q(("title_en__gt", ""), ("title_en__isnull", False)),
                    models.Q(("title_ar__gt", ""), ("title_ar__isnull", False)),
                    _connector="OR",
                ),
                name="meeting_document_titled",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["agenda", "note", "slides", "minutes", "other"])),
                name="meeting_document_kind_known",
            ),
        ),
    ]
