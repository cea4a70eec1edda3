"""Static files under names that carry their content's hash, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashes and compresses at collection; `import` between our ES modules and `@import` of our CSS follow the hashes."""

    support_js_module_import_aggregation = True
