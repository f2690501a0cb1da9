"""Any person the portal knows, whether they ever sign in or not."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models.records import Purpose


def new_token() -> str:
    """Return 22 letters of 128 random bits, safe in an address."""
    return secrets.token_urlsafe(16)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "User":
        """Save a person; without an address she simply cannot sign in by mail."""
        user = self.model(email=email.lower() if email else None, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. No address, no sign-in; no password exists."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Signing in and taking part in groups"),
        sentence=_("Both are used to sign you in and to answer you, and deleted when you ask."),
        readers=_("the person, the managers of her groups, system administrators (staff only)"),
        kept=_("until the person asks; staff until the post ends"),
        items=("name", "kana", "email", "phone", "staff_number"),
        found_by={"email": ("email",), "phone": ("phone",), "name": ("name", "kana")},
        row_stays=True,
        afterwards={"is_active": False},
    )

    email = models.EmailField(_("mail address"), unique=True, null=True, blank=True)
    staff_number = models.CharField(_("staff number"), max_length=20, unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=80)
    kana = models.CharField(_("reading"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=12, default="ja")
    guardian = models.ForeignKey(
        "self", verbose_name=_("guardian"), null=True, blank=True, on_delete=models.PROTECT, related_name="wards"
    )
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("known since"), default=timezone.now)
    delete_after = models.DateField(_("delete after"), null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = pgettext_lazy("persons", "people")
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower"),
            models.CheckConstraint(condition=~models.Q(email=""), name="user_email_null_not_empty"),
            models.CheckConstraint(condition=~models.Q(staff_number=""), name="user_staff_number_null_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk")

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def has_usable_password(self) -> bool:
        """Nobody has one, whatever stands in the column."""
        return False

    @property
    def is_staff(self) -> bool:
        """Django asks this of its own admin, which is not installed."""
        return self.is_superuser
