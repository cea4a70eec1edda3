from django.db import migrations


def name_the_root(apps, schema_editor):
    """Wagtail's first migration fills the bare title only; French is the default language."""
    page = apps.get_model("base", "BasePage")
    for root in page.objects.filter(title_fr__isnull=True):
        root.title_fr = root.title
        root.translations = "fr"
        root.save()


class Migration(migrations.Migration):
    dependencies = [("base", "0003_finalize_page_model")]
    operations = [migrations.RunPython(name_the_root, migrations.RunPython.noop)]
