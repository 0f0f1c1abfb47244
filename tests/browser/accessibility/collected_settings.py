"""The container's settings, with the collected static files in a folder of the test's own."""

import os
from pathlib import Path

from surveyapp.config.settings import *  # noqa: F403 - Django reads settings as names of this module

STATIC_ROOT = Path(os.environ["STATIC_FOLDER"])
