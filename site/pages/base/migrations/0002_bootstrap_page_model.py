from django.db import migrations
from wagtail.models import BootstrapLocaleField, BootstrapTranslatableModel, BootstrapTranslationKeyField


class Migration(migrations.Migration):
    """Wagtail's own recipe for a custom base page: give every page a locale and a translation key."""

    dependencies = [
        ("base", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        BootstrapLocaleField("base.BasePage"),
        BootstrapTranslationKeyField("base.BasePage"),
        BootstrapTranslatableModel("base.BasePage"),
    ]
