"""For servers that speak ASGI only. It speaks to the database as the web role."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "surveyapp.config.settings")
os.environ.setdefault("DATABASE_ROLE", "web")

from django.core.asgi import get_asgi_application

application = get_asgi_application()
