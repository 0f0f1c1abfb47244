"""All settings, from the environment only. Every variable is in dotenv-sample; a wrong one fails with a hint."""

import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from surveyapp.config.database import database
from surveyapp.config.mail_services import mail_service

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
VAR_DIR = Path(env.str("VAR_FOLDER", default=str(BASE_DIR / "var")))


def _secret_key() -> str:
    """SECRET_KEY, or, beside the embedded database only, one made once and kept under var/."""
    if key := str(env.str("SECRET_KEY", default="")):
        return key
    if IS_PRODUCTION:
        raise ImproperlyConfigured(
            'SECRET_KEY is not set. Make one with `python -c "import secrets; print(secrets.token_urlsafe(50))"` '
            "and give the same one to web, worker and beat."
        )
    kept = VAR_DIR / "secret-key"
    if not kept.exists():
        VAR_DIR.mkdir(exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


DEBUG = env.bool("DEBUG", default=False)
IS_DEMO = env.bool("WAYMARK_DEMO", default=False)
IS_PRODUCTION = bool(env.str("DATABASE_URL", default="")) and not DEBUG and not IS_DEMO
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.postgres",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "surveyapp",
    "benchmarking",
]

# The container's static files are compressed once, when they are collected; those of demo and tests as they are served.
COLLECTED = env.bool("STATIC_COLLECTED", default=False)
_SERVING = ["whitenoise.middleware.WhiteNoiseMiddleware", "surveyapp.config.compression.CompressionMiddleware"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    *(_SERVING if COLLECTED else reversed(_SERVING)),
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "surveyapp.config.clocks.each_request_its_own",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "surveyapp.config.urls"
WSGI_APPLICATION = "surveyapp.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "surveyapp.config.languages.interface_languages",
                "surveyapp.config.synthetic.ribbon",
                "surveyapp.answering.meeting_band.meeting",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# People ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "surveyapp.Account"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 14 * 24 * 3600  # a respondent who closes the laptop comes back to the same answers
SESSION_COOKIE_SAMESITE = "Lax"

# Database and work ----------------------------------------------------------------------------------------------
DATABASES = {"default": database(env, BASE_DIR)}
DATABASE_IS_EMBEDDED = not env.str("DATABASE_URL", default="")
DATABASE_PASSWORDS = {
    "waymark_web": env.str("DATABASE_PASSWORD_WEB", default=""),
    "waymark_worker": env.str("DATABASE_PASSWORD_WORKER", default=""),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
BROKER_FOLDER = Path(env.str("BROKER_FOLDER", default=str(VAR_DIR / "broker")))
SWEEP_EVERY_SECONDS = 20  # how long undone work can wait when its message was lost
HEARTBEAT_EVERY_SECONDS = 20  # /readyz wants to have seen a worker within the last minute

# Disclosure control: benchmarking refuses to start with anything but its own limits or higher ones -----------------
LEAST_OWNERS = env.str("LEAST_OWNERS", default="" if IS_PRODUCTION else "6")
LEAST_OWNERS_SENSITIVE = env.str("LEAST_OWNERS_SENSITIVE", default="" if IS_PRODUCTION else "11")

# Mail -----------------------------------------------------------------------------------------------------------
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Waymark <survey@localhost>")
EMAIL_TIMEOUT = 120  # seconds without an answer; after the last word that leaves an e-mail uncertain
MAIL_PER_MINUTE = env.int("MAIL_PER_MINUTE", default=60)
MAIL_PER_DOMAIN = env.int("MAIL_PER_DOMAIN", default=10)
MAIL_RETURN_PATH = env.str("MAIL_RETURN_PATH", default="")
BOUNCE_IMAP_URL = env.str("BOUNCE_IMAP_URL", default="")
MAIL_SERVICE = env.str("MAIL_SERVICE", default="")
ANYMAIL = mail_service(
    MAIL_SERVICE, env.str("MAIL_SERVICE_SECRET", default=""), env.str("MAIL_SERVICE_KEY", default="")
)

# Languages ------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "surveyapp.config.formats"
TIME_ZONE = "UTC"
USE_TZ = True

# Static files: ours, and the front-end packages by npm name; nothing third-party is copied into the repository ----
STATIC_URL = "static/"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("@fontsource", BASE_DIR / "node_modules" / "@fontsource"),
    ("@fontsource-variable", BASE_DIR / "node_modules" / "@fontsource-variable"),
    ("plotly.js-cartesian-dist-min", BASE_DIR / "node_modules" / "plotly.js-cartesian-dist-min"),
    ("htmx.org", BASE_DIR / "node_modules" / "htmx.org" / "dist"),
]
# The container collects and hashes them; demo and tests serve them in place.
STATIC_ROOT = BASE_DIR / "staticfiles" if COLLECTED else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "surveyapp.config.static_files.NamedByContent"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = VAR_DIR / "files"

# REST interface ------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "surveyapp.api.authentication.TokenAuthentication",
        "surveyapp.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["surveyapp.api.gate.MayCall"],
    "DEFAULT_THROTTLE_CLASSES": ["surveyapp.api.throttling.Throttle"],
    "DEFAULT_PARSER_CLASSES": ["surveyapp.api.parsing.LimitedJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "surveyapp.api.parsing.AlwaysJSON",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_VERSIONING_CLASS": "rest_framework.versioning.NamespaceVersioning",
    "ALLOWED_VERSIONS": ["v1"],
    "EXCEPTION_HANDLER": "surveyapp.api.problems.answer",
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
API_CALLS_A_MINUTE = {"known": 300, "anonymous": 60}
API_LARGEST_BODY = 2_000_000  # bytes
API_MOST_ROWS = 2_000  # organisations in one list
SPECTACULAR_SETTINGS = {
    "TITLE": "Waymark",
    "DESCRIPTION": "Programmes, waves, progress, releases and figures; organisers keep the register and invitations. Never answers.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVERS": [{"url": SITE_URL}],
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums"],
}
# Webhooks are called over https, on the public internet alone. Tests allow themselves more.
WEBHOOK_SCHEMES = ("https",)
WEBHOOK_NETWORKS_ALLOWED: list[str] = []

# Security -------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],  # Plotly draws its PNG download through a blob
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "surveyapp.answering.stale_tokens.refused"
HTTPS = env.bool("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # kombu warns that the broker of files has no host name, which is as it should be.
    "loggers": {"kombu.connection": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
