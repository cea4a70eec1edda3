"""Files belong to a post, or to a message that is read before it is published."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0006_basepage_page_by_address"),
        ("forums", "0003_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="held",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attachments",
                to="forums.heldpost",
                verbose_name="message à lire avant publication",
            ),
        ),
        migrations.AlterField(
            model_name="attachment",
            name="post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attachments",
                to="forums.post",
                verbose_name="message",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held__isnull", True), ("post__isnull", False)),
                    models.Q(("held__isnull", False), ("post__isnull", True)),
                    _connector="OR",
                ),
                name="attachment_of_one_message",
            ),
        ),
    ]
