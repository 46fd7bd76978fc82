"""Django's settings: one file, read from the environment (see `environment`, docs/operate/settings.md)."""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from brightline.platform.database import address
from brightline.platform.kernel import environment, logs

BASE_DIR = Path(__file__).resolve().parents[1]
VAR = environment.make_var()
DEMO = environment.flag("BRIGHTLINE_DEMO")
DEBUG = False
SECRET_KEY = os.environ.get("BRIGHTLINE_SECRET_KEY") or environment.Secrets.load().django
ALLOWED_HOSTS = environment.words("BRIGHTLINE_HOSTS", "localhost 127.0.0.1 [::1]")
HTTPS = environment.flag("BRIGHTLINE_HTTPS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    # Before allauth: its pages wear our templates.
    "brightline.platform.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "pgtrigger",
    "procrastinate.contrib.django",
    "brightline.platform.database",
    "brightline.platform.live",
    "brightline.platform.ui",
    "brightline.city",
    "brightline.record.ledger",
    "brightline.record.disclosure",
    "brightline.assistance.duty",
    "brightline.assistance.line",
    "brightline.assistance.requests",
    "brightline.assistance.review",
    "brightline.resident.address",
    "brightline.resident.collection",
    "brightline.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "brightline.city.context.CityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "brightline.platform.ui.middleware.ErrorsMiddleware",
    # After ours, so that it is asked first about what its own views raise to send a person elsewhere.
    "allauth.account.middleware.AccountMiddleware",
    "brightline.platform.accounts.middleware.AccessMiddleware",
]

ROOT_URLCONF = "brightline.config.urls"
ASGI_APPLICATION = "brightline.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "brightline.city.context.city",
                "brightline.demo.context.demo_people",
            ],
        },
    }
]

DATABASES = {
    "default": address.django_database(
        address.database_url(address.database_role()), pool=environment.flag("BRIGHTLINE_POOL")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "brightline.platform.accounts.adapter.ClosedSignup"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Brightline"
# CJIS Security Policy, IA-2. The demo signs people in with one click, so it asks for none unless told to.
REQUIRE_SECOND_FACTOR = environment.flag("BRIGHTLINE_REQUIRE_SECOND_FACTOR", default=not DEMO)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

# A duty shift is at most 12 hours. The CJIS Security Policy's 30-minute lock exempts terminals used for dispatch or for
# receiving alerts; for the other roles AccessMiddleware ends an idle session after 30 minutes.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
IDLE_LOCK_SECONDS = 30 * 60
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "brightline.platform.ui.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["brightline.config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Each menu shows a person only what they may open (platform.ui.navigation).
BRIGHTLINE_NAV = {
    "public": [
        {"label": _("My address"), "route": "home", "around": "/address/"},
        {"label": _("Police assistance record"), "route": "record"},
    ],
    "footer": [
        {"label": _("Staff sign-in"), "route": "account_login"},
    ],
    "work": [
        {"label": _("Desk"), "route": "desk"},
        {"label": _("Console"), "route": "console"},
        {"label": _("Board"), "route": "board"},
        {"label": _("Oversight"), "route": "oversight"},
        {"label": _("Collections"), "route": "collections"},
        {"label": _("Roster"), "route": "roster"},
        {"label": _("People"), "route": "people"},
        {"label": _("Account"), "route": "mfa_index"},
    ],
    "office": [
        {"label": _("Register"), "route": "oversight"},
        {"label": _("Exceptions"), "route": "oversight_exceptions"},
        {"label": _("To review"), "route": "oversight_to_review"},
        {"label": _("Look back"), "route": "review"},
        {"label": _("Calls for service"), "route": "oversight_calls"},
        {"label": _("Collections"), "route": "collections"},
        {"label": _("Roster"), "route": "roster"},
        {"label": _("People"), "route": "people"},
    ],
}

# Where a person goes after signing in: the first of these whose role they hold.
BRIGHTLINE_FIRST_SCREENS = {
    "commander": "console",
    "call_taker": "desk",
    "dispatcher": "board",
    "reviewer": "oversight",
    "auditor": "oversight",
    "collections": "collections",
    "administrator": "people",
}

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "recordings"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SERVESTATIC_USE_FINDERS = True
# Django would open what it stores to everyone, whatever the umask.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
# Exports go to disk as they come in, on the disk where they stay, and readable by us alone.
FILE_UPLOAD_TEMP_DIR = environment.private_folder("incoming")

# Looking back: the largest export that can be uploaded, in bytes; the folder looked into each night; how many processes
# read one export; after how many seconds without a word from its worker a reading is given to another.
BRIGHTLINE_REVIEW_LIMIT = environment.number("BRIGHTLINE_REVIEW_LIMIT_MB", 8_000) * 1_000_000
BRIGHTLINE_REVIEW_FOLDER = os.environ.get("BRIGHTLINE_REVIEW_FOLDER", "")
BRIGHTLINE_REVIEW_WORKERS = environment.number("BRIGHTLINE_REVIEW_WORKERS", 2)
BRIGHTLINE_REVIEW_SILENCE_SECONDS = environment.number("BRIGHTLINE_REVIEW_SILENCE_SECONDS", 120)

LOGGING_CONFIG = None
logs.configure()
