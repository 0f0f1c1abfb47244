"""How collected static files are kept."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedByContent(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise carries no types
    """Every file under a name of its content, so that browsers keep it for a year; modules that scripts import too."""

    support_js_module_import_aggregation = True
