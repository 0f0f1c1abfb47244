"""Where the database is, and as which of its three roles this process speaks to it.

owner   makes roles and migrates; bypasses nothing it should not, but is never used to serve pages
worker  reads and writes answers, builds results and releases; bypasses row-level security
web     serves pages; row-level security shows it only the rows of the scope set in its transaction
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import environ

from surveyapp.config.embedded_postgres import OWNER, Cluster

LOGINS = {"web": "waymark_web", "worker": "waymark_worker"}
SCHEMES = ("postgres", "postgresql")
ROLES = ("owner", *LOGINS)


def embedded_cluster(checkout: Path) -> Cluster:
    return Cluster("postgres", checkout)


def url_as(role: str, url: str, password: str = "") -> str:
    """The same database, signed in as another role. The owner is whoever the URL names."""
    if role not in LOGINS:
        return url
    parts = urlsplit(url)
    secret = quote(password, safe="") if password else (parts.password or "")
    host = parts.netloc.rpartition("@")[2]
    sign_in = LOGINS[role] + (f":{secret}" if secret else "")
    return urlunsplit(parts._replace(netloc=f"{sign_in}@{host}"))


def database(env: environ.Env, checkout: Path) -> dict[str, Any]:
    """Django's DATABASES["default"] for this process."""
    role = env.str("DATABASE_ROLE", default="web")
    if role not in ROLES:
        raise environ.ImproperlyConfigured(f"DATABASE_ROLE is {role!r}; choose one of {', '.join(ROLES)}.")
    owner_url = env.str("DATABASE_URL", default="") or embedded_cluster(checkout).url(OWNER)
    password = env.str(f"DATABASE_PASSWORD_{role.upper()}", default="")
    if urlsplit(owner_url).scheme not in SCHEMES or not urlsplit(owner_url).hostname:
        raise environ.ImproperlyConfigured(
            "DATABASE_URL is not the address of a PostgreSQL database. Write postgres://user:password@host:5432/name, "
            "or leave it out to use the embedded one."
        )
    settings: dict[str, Any] = env.db_url_config(url_as(role, owner_url, password))
    settings["HOST"] = unquote(settings["HOST"])  # a Unix socket's folder is written with %2F in a URL
    settings["CONN_MAX_AGE"] = 60
    settings["CONN_HEALTH_CHECKS"] = True
    return settings
