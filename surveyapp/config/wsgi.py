"""The web process. It speaks to the database as the web role."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "surveyapp.config.settings")
os.environ.setdefault("DATABASE_ROLE", "web")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
