import pytest


@pytest.fixture(autouse=True)
def pages_without_static_files(settings):
    """WhiteNoise warns where nothing has been collected; pages are tested without their files."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
