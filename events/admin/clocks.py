"""The question that repeated hours ask, in the team's form."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel


class FoldPanel(FieldPanel):
    """Which of two hours is meant: shown only where the clocks of the zone repeat the hour that was typed."""

    class BoundPanel(FieldPanel.BoundPanel):
        """On one form."""

        def is_shown(self) -> bool:
            """Whether the form asks."""
            return bool(super().is_shown() and self.form.asks(self.field_name))
