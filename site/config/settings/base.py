"""Settings that every installation shares. What differs stands in embedded.py, production.py and test.py."""

from pathlib import Path
from zoneinfo import available_timezones, reset_tzpath

from django.utils.translation import gettext_lazy as _
from environs import Env

reset_tzpath(to=())  # the pinned tzdata before the system's: every machine and every test knows the same clocks
env = Env()
ROOT = Path(__file__).resolve().parents[3]
VAR = Path(env.str("RIVES_VAR", str(ROOT / "var")))
BASE_URL = env.str("RIVES_BASE_URL", "http://localhost:8000")  # as visitors see it; in mails, feeds and sitemaps

INSTALLED_APPS = [
    "daphne",
    "modeltranslation",
    "pages.base",  # before its descendants: modeltranslation registers in this order
    # the portal composes everything
    "config",
    "portal",
    "events",
    "forums",
    "consultations",
    # pages
    "pages.projects",
    "pages.network",
    "pages.dialogues",
    "pages.news",
    "pages.standard",
    # people and organisations
    "actors",
    # the kernel
    "kernel.live",
    "kernel.requests",
    "kernel.pagecache",
    "kernel.mail",
    "kernel.jobs",
    "kernel.languages",
    "kernel.notifications",
    "kernel.search",
    "kernel.exports",
    "kernel.text",
    "kernel.audit",
    "kernel.ui",
    # the customer's packages and what they need
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "actors.wagtail_users.UsersAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ContentSecurityPolicy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "config.middleware.NoNulBytes",
    "actors.middleware.PersonTimeZone",  # last: beside the views, so that it costs no thread of its own
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "wagtail.contrib.settings.context_processors.settings",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "wagtail.templatetags.wagtailcore_tags",
                "kernel.languages.templatetags.languages",
                "kernel.ui.templatetags.ui",
                "kernel.live.templatetags.live",
                "kernel.text.templatetags.text",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- who takes part
AUTH_USER_MODEL = "actors.Person"
AUTHENTICATION_BACKENDS = [
    "actors.backends.PermissionsAtOnce",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "display_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:my-space"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True  # one address an account
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, and only there
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_ADAPTER = "actors.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "actors.forms.accounts.LoginForm",
    "signup": "actors.forms.accounts.SignupForm",
    "add_email": "actors.forms.accounts.AddEmailForm",
    "change_password": "actors.forms.accounts.ChangePasswordForm",
    "set_password": "actors.forms.accounts.SetPasswordForm",
    "reset_password": "actors.forms.accounts.ResetPasswordForm",
    "reset_password_from_key": "actors.forms.accounts.ResetPasswordKeyForm",
    "request_login_code": "actors.forms.accounts.RequestLoginCodeForm",
    "confirm_login_code": "actors.forms.accounts.ConfirmLoginCodeForm",
    "reauthenticate": "actors.forms.accounts.ReauthenticateForm",
}
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False  # people choose their own; the team never does
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no request leaves the site

# -- languages and times
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English"), ("ar", "العربية")]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_NAME = "rives_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_LANGUAGES = ("fr", "en", "ar")
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("fr",), "ar": ("fr", "en"), "en": ("fr",)}
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField",)

# -- Wagtail
WAGTAIL_PAGE_MODEL = "base.BasePage"
WAGTAILIMAGES_IMAGE_MODEL = "base.RivesImage"
WAGTAILDOCS_DOCUMENT_MODEL = "base.RivesDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.base.uploads.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.base.uploads.DocumentForm"
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "pages.base.richtext.NamedRichTextArea"}}
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "geojson",
    "json",
    "odp",
    "ods",
    "odt",
    "pdf",
    "pptx",
    "rtf",
    "txt",
    "xlsx",
    "zip",
]
WAGTAIL_SITE_NAME = "Rives"
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no request leaves the site, from the admin neither
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})  # browsers do not know that one
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# -- database: only actions open transactions
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "site" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # no address leads here: views that ask who may read them hand these files out
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "private"}},
    "staticfiles": {"BACKEND": "config.storage.HashedFiles"},
}

# -- mail, tasks
EMAIL_BACKEND = "kernel.mail.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = env.str("RIVES_FROM_EMAIL", "Rives <rives@localhost>")
MAIL_KEPT_DAYS = env.int("RIVES_MAIL_KEPT_DAYS", 90)  # then what a mail said is erased
MAIL_MANY_A_MINUTE = env.int("RIVES_MAIL_MANY_A_MINUTE", 100)  # how fast one letter to many leaves
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# -- what a browser may do: nothing inline, nothing from elsewhere. Wagtail's date fields, choosers and inline panels
# write scripts into its admin's pages, and it frames its previews itself: hence a policy of its own under /cms/
_STRICT: dict[str, list[str]] = {
    "default-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _STRICT | {"frame-ancestors": ["'none'"]}}
CMS_SECURITY_POLICY = {
    "DIRECTIVES": _STRICT
    | {
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "frame-ancestors": ["'self'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {"camera": [], "geolocation": [], "microphone": [], "payment": [], "usb": []}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CSRF_FAILURE_VIEW = "kernel.ui.views.csrf_failure"
CSRF_TRUSTED_ORIGINS: list[str] = env.list("RIVES_TRUSTED_ORIGINS", [])
TRUSTED_PROXY_COUNT = env.int("RIVES_TRUSTED_PROXIES", 0)  # how many proxies of ours write X-Forwarded-For
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# -- rooms for online meetings: made where an address and a secret are given
JITSI_URL = env.str("RIVES_JITSI_URL", "")
JITSI_APP_ID = env.str("RIVES_JITSI_APP_ID", "rives")
JITSI_SECRET = env.str("RIVES_JITSI_SECRET", "")
BIGBLUEBUTTON_URL = env.str("RIVES_BIGBLUEBUTTON_URL", "")
BIGBLUEBUTTON_SECRET = env.str("RIVES_BIGBLUEBUTTON_SECRET", "")

SITE_NAME = _("Rives")

# -- what it says while running: to the console, for whoever collects it
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("RIVES_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # a page that does not exist is no news
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
