"""The product put together. Everything that differs between installations comes from the environment.

MAUDAO_DATA          folder of the embedded database, uploaded files and the secret key
DATABASE_URL         a PostgreSQL of one's own (15 or newer) in place of the embedded one
MAUDAO_HOSTS         host names, comma-separated, that this installation answers to
MAUDAO_SEAL_KEY      the key of phone and identity numbers, in place of the one beside the data
MAUDAO_SECOND_FACTOR "0" lets officers sign in without TOTP (the sample union does)
MAUDAO_SMS           where text messages go: "console" (the server's terminal), "file" (sms.jsonl beside the data) or
                     "none": they wait in the outbox, and nobody is promised one
MAUDAO_PROXIES       how many reverse proxies of one's own stand in front and add to X-Forwarded-For (0)
MAUDAO_CONN_MAX_AGE  seconds for which a connection to the database is kept (600)
MAUDAO_DEBUG         "1" for development
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import SELF
from django.utils.translation import gettext_lazy as _

from maudao.lib import embedded

BASE = Path(__file__).resolve().parent
DATA = embedded.data_folder()


def _kept_key(variable: str, name: str) -> str:
    """Return a key of this installation: from the environment, or made on first use and kept beside the data."""
    if key := os.environ.get(variable):
        return key
    file = DATA / name
    DATA.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        own = file.with_suffix(f".{os.getpid()}")
        own.write_text(secrets.token_urlsafe(50))
        own.chmod(0o600)
        with suppress(FileExistsError):  # the first of several processes wins
            os.link(own, file)
        own.unlink()
    return file.read_text().strip()


DEBUG = os.environ.get("MAUDAO_DEBUG") == "1"
SECRET_KEY = _kept_key("MAUDAO_SECRET_KEY", "secret-key")
SEAL_KEY = _kept_key("MAUDAO_SEAL_KEY", "seal-key")  # of phone and identity numbers: lost, they are lost
ALLOWED_HOSTS = [
    host for host in os.environ.get("MAUDAO_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host
]
IS_HTTPS = os.environ.get("MAUDAO_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "maudao.config",
    "maudao.reports",
    "maudao.recognition",
    "maudao.clubs",
    "maudao.drives",
    "maudao.donors",
    "maudao.campaigns",
    "maudao.documents",
    "maudao.messaging",
    "maudao.organization",
    "maudao.accounts",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a grid of 1,500 units is 1.2 MB of text, and signals are weak
    "whitenoise.middleware.WhiteNoiseMiddleware",  # below it: style sheets and scripts are packed too
    "django.contrib.sessions.middleware.SessionMiddleware",
    "maudao.config.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "maudao.organization.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "maudao.config.urls"
WSGI_APPLICATION = "maudao.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "maudao.config.navigation.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

DATABASES: dict[str, Any]
if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.config()}
else:
    DATABASES = {"default": embedded.location(DATA).django_settings()}
DATABASES["default"] |= {
    "CONN_MAX_AGE": int(os.environ.get("MAUDAO_CONN_MAX_AGE", "600")),
    "CONN_HEALTH_CHECKS": True,
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "maudao.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Máu Đào"
SECOND_FACTOR_REQUIRED = os.environ.get("MAUDAO_SECOND_FACTOR", "1") != "0"
ALLAUTH_TRUSTED_PROXY_COUNT = int(
    os.environ.get("MAUDAO_PROXIES", "0")
)  # else a visitor could name any address
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE / "locale", BASE / "locale_libraries"]  # ours; and what libraries ship no Vietnamese for
FORMAT_MODULE_PATH = ["maudao.config.formats"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE / "static"]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000  # an allocation grid of 1,500 children, two fields each

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31536000 if IS_HTTPS else 0
if IS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

REPORT_DUE = "maudao.config.desk.deadline.due"  # what a campaign's page says of the unit's report
COUNTED_DRIVES = "maudao.drives.queries.counting.counted_drives"  # drives not to be counted by hand again
REORGANISATION_HOOKS = "maudao.config.reorganising"  # what a preview says of campaigns and reports
OWN_REGISTRATIONS = "maudao.drives.queries.own.own_registrations"  # what a donor's own page lists of drives
SMS_CHANNEL = os.environ.get("MAUDAO_SMS", "none")
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},  # a refusal or a page that is not there is no event
}
