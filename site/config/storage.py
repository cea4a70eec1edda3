"""Static files under names that carry their content's hash, so that browsers may keep them for ever."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashes and compresses at collection; `@import` in CSS and `import` between our ES modules follow the hashes.

    Only ours, under js/: Django reads other people's minified scripts wrongly.
    """

    patterns = (
        *HashedFilesMixin.patterns,
        # the stubs do not know this attribute
        ("js/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]
    )
