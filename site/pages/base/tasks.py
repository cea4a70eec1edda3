"""Work done beside requests: the sizes of pictures, scheduled publication."""

from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from django_tasks import task

from kernel.jobs.registry import periodic
from kernel.pagecache.actions import bump

from .models import RivesImage
from .pictures import SPECS


@task()  # type: ignore[untyped-decorator]  # django_tasks ships no types
def make_renditions(image_id: int) -> None:
    """Make every size and format of a picture, then let pages show it. Safe to run twice."""
    image = RivesImage.objects.filter(pk=image_id).first()
    if image is None:
        return
    made = image.get_renditions(*SPECS.values())
    ready: dict[str, list[list[Any]]] = {}
    for (kind, _width), spec in SPECS.items():
        rendition = made[spec]
        sizes = ready.setdefault(kind, [])
        if rendition.width not in [width for width, _height, _name in sizes]:  # a small original stays as it is
            sizes.append([rendition.width, rendition.height, rendition.file.name])
    RivesImage.objects.filter(pk=image_id).update(renditions_ready=ready)
    bump()


@periodic("publish-scheduled", every=timedelta(minutes=1))
def publish_scheduled(at: datetime) -> None:
    """Publish and unpublish the pages whose hour has come."""
    call_command("publish_scheduled", verbosity=0)
