"""People who sign in. Respondents do not: their link is their key."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=self.normalize_email(email), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A coordinator or a member of an organiser's staff; the e-mail address is the name to sign in with.

    `may_found_programmes`: may start a programme where there was none, and runs it then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="en")
    may_found_programmes = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_unique_in_any_case")]

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """An account that coordinates an organisation. One account may coordinate several sites."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey("surveyapp.Organisation", on_delete=models.CASCADE, related_name="memberships")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("account", "organisation", name="one_membership_each")]


class Staff(models.Model):
    """An account that runs a programme: the organiser. `may_export_names`: raw answers with names, a right of its own."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="staff_roles")
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="staff")
    may_export_names = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("account", "programme", name="one_staff_role_each")]
