"""What is refused to do with people."""

from collections.abc import Sequence

from terefere.core.errors import Refused
from terefere.core.text import gettext_noop as _


class NameMissing(Refused):
    code = "name_missing"
    sentence = _("Please give a name.")


class NameTooLong(Refused):
    code = "name_too_long"
    sentence = _("This name is too long.")


class LoginMissing(Refused):
    code = "login_missing"
    sentence = _("Please give a login.")


class LoginTooLong(Refused):
    code = "login_too_long"
    sentence = _("This login is too long.")


class LoginTaken(Refused):
    code = "login_taken"
    status = 409
    sentence = _("This login exists already.")


class WeakPassword(Refused):
    """`reasons` are the validators' own sentences, in the language that is active."""

    code = "weak_password"
    sentence = _("This password is too easy to guess.")

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__()
        self.reasons = reasons
