"""Rives as it is, but for how often a person may post: twenty writers stand for a crowd."""

import asgi
from forums.actions import writing

writing.RATES = ("100000/m",)
application = asgi.application
