from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations

TITLES = {"title_fr": "Accueil", "title_en": "Home", "title_ar": "الصفحة الرئيسية"}
TEXTS = {
    "headline_fr": "Une mer, deux rives,",
    "headline_en": "One sea, two shores,",
    "headline_ar": "بحر واحد، ضفتان،",
    "emphasis_fr": "une même table",
    "emphasis_en": "one table",
    "emphasis_ar": "مائدة واحدة",
    "lede_fr": "Collectivités, institutions et société civile y préparent des politiques territoriales, les éprouvent dans"
    " des projets pilotes et rendent compte de ce qui a été décidé.",
    "lede_en": "Local and regional authorities, institutions and civil society prepare territorial policies here, try"
    " them out in pilot projects and report on what was decided.",
    "lede_ar": "هنا تُعِدّ السلطات المحلية والإقليمية والمؤسسات والمجتمع المدني سياسات لمناطقها، وتختبرها في مشاريع"
    " تجريبية، وتعرض ما تقرّر بشأنها.",
}


def make_the_door(apps, schema_editor):
    """Wagtail's welcome page becomes the home page, in its place in the tree. Leaves a site that has one alone."""
    page, home = apps.get_model("base", "BasePage"), apps.get_model("portal", "HomePage")
    site_model, content_type = apps.get_model("wagtailcore", "Site"), apps.get_model("contenttypes", "ContentType")
    welcome = page.objects.filter(depth=2).order_by("path").first()
    if welcome is None or home.objects.exists():
        return
    kind, _made = content_type.objects.get_or_create(app_label="portal", model="homepage")
    fields = {field.attname: getattr(welcome, field.attname) for field in page._meta.concrete_fields}
    fields |= TITLES | TEXTS | {"title": TITLES["title_fr"], "draft_title": TITLES["title_fr"]}
    fields |= {name: TEXTS[f"{name}_fr"] for name in ("headline", "emphasis", "lede")}
    fields |= {"content_type_id": kind.pk, "translations": "fr,en,ar", "live": True}
    home(basepage_ptr_id=welcome.pk, **fields).save()
    address = urlsplit(settings.BASE_URL)
    site_model.objects.update_or_create(
        is_default_site=True,
        defaults={
            "root_page_id": welcome.pk,
            "site_name": "Rives",
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
        },
    )


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial"), ("wagtailcore", "0098_apitoken"), ("base", "0004_root_title")]
    operations = [migrations.RunPython(make_the_door, migrations.RunPython.noop)]
