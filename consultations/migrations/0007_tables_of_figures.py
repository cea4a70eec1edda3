import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0006_log_of_earlier_votes")]

    operations = [
        migrations.RemoveField(model_name="publishedtable", name="counts"),
        migrations.AddField(model_name="publishedtable", name="ladders", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="publishedtable", name="figures", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="publishedtable", name="total", field=models.JSONField(default=list)),
        migrations.AlterField(
            model_name="publishedtable",
            name="statement",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="published_table",
                to="consultations.statement",
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedtable",
            constraint=models.UniqueConstraint(
                condition=models.Q(("statement__isnull", True)),
                fields=("consultation",),
                name="published_people_once",
            ),
        ),
    ]
