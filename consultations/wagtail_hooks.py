"""What consultations add to the Wagtail admin."""

from wagtail import hooks

from .admin import ConsultationViewSet


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def consultation_viewset() -> ConsultationViewSet:
    """The consultations desk."""
    return ConsultationViewSet()
