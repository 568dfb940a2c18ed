"""Signing in, at one door each."""

from typing import Any, ClassVar, Final

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from terefere.accounts.doors import Door
from terefere.accounts.models import Account
from terefere.accounts.throttle import is_locked_out

_AS_TYPED: Final = {"autocapitalize": "none", "spellcheck": "false"}


class DoorSignInForm(AuthenticationForm):
    """Accounts of the other door are refused as a wrong password is, and counted as one.

    A difference in words or in the throttle would tell a stranger that a password is right.
    """

    door: ClassVar[Door]
    request: HttpRequest
    error_messages = {
        "invalid_login": _("Login or password is wrong."),
        "inactive": _("Login or password is wrong."),
        "locked": _("Too many wrong passwords. Please wait fifteen minutes and try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {"autocomplete": "username", **_AS_TYPED}

    def clean_username(self) -> str:
        """One spelling, so that the throttle cannot be evaded with capitals."""
        return Account.normalize_username(self.cleaned_data["username"])

    def confirm_login_allowed(self, user: Account) -> None:
        if not self.door.admits(user):
            user_login_failed.send(
                sender=__name__, credentials={"username": user.login}, request=self.request
            )
            raise self.get_invalid_login_error()

    def get_invalid_login_error(self) -> ValidationError:
        code = "locked" if is_locked_out(self.request) else "invalid_login"
        return forms.ValidationError(self.error_messages[code], code=code)


class AgentSignInForm(DoorSignInForm):
    door = Door.AGENT


class CustomerUserSignInForm(DoorSignInForm):
    door = Door.EXTERNAL
