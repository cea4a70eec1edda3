"""A suspension keeps the rule and the message it was decided from."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0005_appeals_of_suspensions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="suspension",
            name="category",
            field=models.CharField(
                blank=True,
                choices=[
                    ("off_topic", "Hors sujet"),
                    ("attack", "Attaque ou insulte"),
                    ("personal_data", "Données personnelles"),
                    ("advertising", "Publicité"),
                    ("illegal", "Contenu illégal"),
                    ("other", "Autre raison"),
                ],
                max_length=20,
                verbose_name="règle",
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="forums.post",
                verbose_name="message",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("category__in", ["", "off_topic", "attack", "personal_data", "advertising", "illegal", "other"])
                ),
                name="suspension_category_known",
            ),
        ),
    ]
