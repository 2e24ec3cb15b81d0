"""Django's settings. Nothing here depends on the machine but the home folder."""

from __future__ import annotations

import secrets

from hygie.accounts.rules import SESSION_ENDS_AFTER_S
from hygie.core import files

# New at each start: sessions live in this process's memory and end with it.
SECRET_KEY = secrets.token_hex(32)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]

ROOMS = [
    "hygie.storage",
    "hygie.journal",
    "hygie.accounts",
    "hygie.practice",
    "hygie.documents",
    "hygie.patients",
    "hygie.records",
    "hygie.answers",
    "hygie.checkup",
    "hygie.filing",
    "hygie.airlock",
    "hygie.traps",
    "hygie.incidents",
    "hygie.home",
    "hygie.site",
]
INSTALLED_APPS = [
    *ROOMS,
    "django_htmx",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "hygie.site.middleware.SecurityHeaders",
    "hygie.site.middleware.FrenchErrors",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Before the gate, which holds the forms it stops: another page's form must not be held.
    "django.middleware.csrf.CsrfViewMiddleware",
    "hygie.site.gate.Gate",
]
ROOT_URLCONF = "hygie.site.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "hygie.site.context.page",
            ],
            "builtins": [
                "hygie.site.templatetags.plain",
                "hygie.site.templatetags.hygie",
                "hygie.answers.templatetags.guide",
                "django.templatetags.static",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "hygie.storage.sqlcipher",
        # Named by the keys file when the base is opened (`hygie.storage.opening.hold`).
        "NAME": str(files.home() / "base.db"),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            # A page that left the cache is decrypted again (8 µs): 32 MB hold most practices.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA temp_store=MEMORY;"
            " PRAGMA cache_size=-32000",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SESSION_ENGINE = "django.contrib.sessions.backends.cache"
SESSION_COOKIE_NAME = "hygie"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = SESSION_ENDS_AFTER_S
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_SAVE_EVERY_REQUEST = True
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "hygie.site.views.stale_page"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
STATIC_URL = "static/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# What is sent may hold patients: in memory, or refused; Django would write it to a file, in clear.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 62 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "hygie.site.log.Line",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"waitress.queue": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
