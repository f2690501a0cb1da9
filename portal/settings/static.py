"""Static files named by their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Follows the imports of ES modules too."""

    support_js_module_import_aggregation = True
    manifest_strict = False
