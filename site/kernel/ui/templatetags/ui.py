"""Template tags of the interface: icons, level marks, gauges, charts and maps."""

from django import template

register = template.Library()
