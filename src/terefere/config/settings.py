"""Django's settings. Everything that differs between installations comes from the environment.

| variable | meaning | default |
|---|---|---|
| `DATABASE_URL` | `postgresql://…` or `sqlite:///path` | SQLite in `TEREFERE_HOME` |
| `BUS_URL` | `redis://…` between processes | in memory, one process |
| `TEREFERE_HOME` | folder of the database and the secret key | `var` below the working directory |
| `TEREFERE_ORIGINS` | comma-separated origins under which people open the pages | loopback only |
| `TEREFERE_SECRET_KEY` | signs cookies and tokens | made once, kept in `TEREFERE_HOME` |
| `TEREFERE_BEHIND_PROXY` | `1`: trust `X-Forwarded-Proto` of the proxy in front | off |
| `TEREFERE_FRAMES_PER_SECOND`, `TEREFERE_FRAMES_AT_ONCE` | what one connection may send | 20, 100 |
| `TEREFERE_INSECURE` | `1`: cookies also over plain HTTP, for trying it out on one machine | off |
"""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, SELF
from django.utils.translation import gettext_lazy as _

from terefere.config import environment

PACKAGE = Path(__file__).resolve().parent.parent
HOME = environment.home()

SECRET_KEY = environment.secret_key(HOME)
DEBUG = False
INSECURE = environment.is_insecure()
ORIGINS = environment.origins()
ALLOWED_HOSTS = environment.hosts(ORIGINS)
CSRF_TRUSTED_ORIGINS = ORIGINS

ROOT_URLCONF = "terefere.config.urls"

# What one connection may send to the gateway: frames per second, and how many at once.
FRAMES_PER_SECOND = environment.number("TEREFERE_FRAMES_PER_SECOND", 20)
FRAMES_AT_ONCE = environment.number("TEREFERE_FRAMES_AT_ONCE", 100)

INSTALLED_APPS = [
    "terefere.config",
    "terefere.web",
    "terefere.chat",
    "terefere.site",
    "terefere.accounts",
    "terefere.events",
    "axes",
    "csp",
    "lucide",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "csp.middleware.CSPMiddleware",
    "terefere.accounts.doors.DoorSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "terefere.accounts.middleware.DoorAuthenticationMiddleware",
    "terefere.accounts.middleware.OwnLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

DATABASES = {"default": environment.database(HOME)}
BUS_URL = environment.bus_url()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"

# Ten wrong passwords for one login from one address, not for a whole office behind that address.
AXES_FAILURE_LIMIT = 10
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = 0.25  # hours
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_CALLABLE = "terefere.accounts.throttle.refuse_sign_in"
AXES_VERBOSE = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("hu", _("Hungarian")), ("de", _("German"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not INSECURE
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
# In a cookie, not in the session: a visitor who only looks at the page must not become a row in the database.
CSRF_COOKIE_NAME = "terefere_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = not INSECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 0 if INSECURE else 30 * 24 * 3600
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # other hosts of the same domain are not ours to decide about
    "security.W008",  # the proxy in front, which has the certificate, sends people to https
    "security.W021",  # preloading is the owner of the domain's decision
]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.is_behind_proxy() else None
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "WARNING"},
        "uvicorn.access": {"level": "WARNING"},
        "uvicorn.error": {"level": "WARNING"},
    },
}
