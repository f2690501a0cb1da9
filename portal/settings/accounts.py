"""How people come in. Read by base.py."""

import environ

env = environ.Env()

LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
SESSION_COOKIE_AGE = 14 * 24 * 3600

# Signing in: a code by mail, or a passkey; staff add a second factor. No password exists.
ACCOUNT_ADAPTER = "portal.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "portal.forms.signup.NameForm"
ACCOUNT_FORMS = {"login": "portal.forms.signin.SignInForm", "signup": "portal.forms.signin.SignUpForm"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,5/10m/key", "child_login": "20/m/ip,5/10m/key"}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
MFA_ADAPTER = "portal.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "portal.forms.passkeys.AddForm",
    "authenticate_webauthn": "portal.forms.passkeys.AuthenticateForm",
    "login_webauthn": "portal.forms.passkeys.SignInForm",
    "reauthenticate_webauthn": "portal.forms.passkeys.ReauthenticateForm",
}
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "こどもネットワーク"

# The city's own identity provider; without these three nothing of it can be reached.
OIDC = {name: env.str(f"OIDC_{name.upper()}", default="") for name in ("server_url", "client_id", "secret")}
OIDC_ENABLED = all(OIDC.values())
SOCIALACCOUNT_ADAPTER = "portal.adapters.CityAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, object] = {}
if OIDC_ENABLED:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "city",
                "name": env.str("OIDC_NAME", default="庁内認証"),
                "client_id": OIDC["client_id"],
                "secret": OIDC["secret"],
                "settings": {"server_url": OIDC["server_url"]},
            }
        ]
    }
