from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0007_tables_of_figures")]
    operations = [
        migrations.AddField(
            model_name="analysis",
            name="extremity",
            field=models.JSONField(default=dict, editable=False),
        ),
    ]
