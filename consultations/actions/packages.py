"""A result package is published whole, numbered, and never changed: what is new makes another one."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from kernel.pagecache.actions import bump

from ..models import Consultation, Package
from ..package import archive, files
from ..queries.package import facts_of


def publish_package(*, consultation: Consultation, at: datetime) -> Package:
    """Publish what is public of the results as an archive; the latest one where nothing has changed since."""
    with transaction.atomic():
        Consultation.objects.select_for_update().get(pk=consultation.pk)
        content = archive(files(facts_of(consultation)), consultation.slug)
        digest = hashlib.sha256(content).hexdigest()
        latest = Package.objects.filter(consultation=consultation).first()
        if latest and latest.sha256 == digest:
            return latest
        number = latest.number + 1 if latest else 1
        package = Package(consultation=consultation, number=number, sha256=digest, made_at=at)
        package.file.save(f"{consultation.slug}-{number}.zip", ContentFile(content), save=False)
        package.save()
        bump()
    return package
