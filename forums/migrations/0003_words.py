"""Posts know how many words they say, and those that are there are counted."""

from django.db import migrations, models

from kernel.text.counting import count_words

BATCH = 500


def count(apps, _schema):
    Post = apps.get_model("forums", "Post")
    batch = []
    for post in Post.objects.only("pk", "source").iterator(chunk_size=BATCH):
        post.words = count_words(post.source)
        batch.append(post)
        if len(batch) == BATCH:
            Post.objects.bulk_update(batch, ["words"])
            batch = []
    Post.objects.bulk_update(batch, ["words"])


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0002_talking_whole"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="words",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="mots"),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
