"""Django's settings of the station: no base, no account, no address but the airlock's."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from hygie import airlock, site
from hygie.site import settings as practice

# New at each start: what a browser holds of an earlier one is worth nothing.
SECRET_KEY = secrets.token_hex(32)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]

# Neither the room nor the site is installed: their models and tags, and the base under them, stay
# out of this process. Their templates and style sheets are found by their folders.
INSTALLED_APPS = ["django_htmx", "django.contrib.messages", "django.contrib.staticfiles"]
SITE, AIRLOCK = (Path(str(package.__file__)).parent for package in (site, airlock))
STATICFILES_DIRS = [SITE / "static", AIRLOCK / "static"]
DATABASES: dict[str, object] = {}

AIRLOCK_STATION = True
# Folders that `hygie airlock serve --folder` offers beside what is plugged in.
AIRLOCK_FOLDERS = [one for one in os.environ.get(airlock.FOLDERS, "").split(os.pathsep) if one]

MIDDLEWARE = [
    "hygie.site.middleware.SecurityHeaders",
    "hygie.site.station.gate.FrenchErrors",
    "hygie.site.station.gate.Gate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "hygie.site.station.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates", AIRLOCK / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "hygie.site.station.gate.page",
            ],
            "builtins": ["hygie.site.templatetags.plain", "django.templatetags.static"],
        },
    }
]

CSRF_COOKIE_NAME = "sas-forms"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "hygie.site.station.gate.stale_page"
# What is said once goes by a signed cookie: nothing is kept here.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = True

LANGUAGE_CODE = practice.LANGUAGE_CODE
TIME_ZONE = practice.TIME_ZONE
USE_I18N = USE_TZ = True
STATIC_URL = practice.STATIC_URL
# No page of the station takes a file.
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
FILE_UPLOAD_HANDLERS = practice.FILE_UPLOAD_HANDLERS
FILE_UPLOAD_MAX_MEMORY_SIZE = 0
LOGGING = practice.LOGGING
