"""An appeal stands against a removal or against a suspension."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0004_files_of_first_messages"),
    ]

    operations = [
        migrations.AddField(
            model_name="appeal",
            name="suspension",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="appeal",
                to="forums.suspension",
                verbose_name="suspension",
            ),
        ),
        migrations.AlterField(
            model_name="appeal",
            name="decision",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="appeal",
                to="forums.decision",
                verbose_name="décision",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision__isnull", False), ("suspension__isnull", True)),
                    models.Q(("decision__isnull", True), ("suspension__isnull", False)),
                    _connector="OR",
                ),
                name="appeal_about_one",
            ),
        ),
    ]
