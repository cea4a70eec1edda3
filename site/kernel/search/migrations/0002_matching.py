from django.db import migrations

from kernel.search.backends import postgres, sqlite


def _of(schema_editor):
    return postgres if schema_editor.connection.vendor == "postgresql" else sqlite


def set_up(apps, schema_editor):
    """What matches is outside the models: a column with its index on PostgreSQL, a virtual table on SQLite."""
    for statement in _of(schema_editor).SETUP:
        schema_editor.execute(statement)


def tear_down(apps, schema_editor):
    for statement in _of(schema_editor).TEARDOWN:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(set_up, tear_down)]
