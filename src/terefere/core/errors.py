"""The one exception tree. A refusal has a stable code, a sentence for people and an HTTP status.

The sentence is English source text; it is translated where it becomes a response: in the gateway and in the pages.
"""

from typing import ClassVar

from terefere.core.text import gettext_noop as _


class Refused(Exception):
    """Something asked for is not done, and nothing was changed."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    sentence: ClassVar[str] = _("This is not possible.")

    def __init__(self, **values: object) -> None:
        super().__init__(self.code)
        self.values = values


class Malformed(Refused):
    code = "malformed"
    sentence = _("The server did not understand this. Please reload the page and try again.")


class TooLarge(Refused):
    code = "too_large"
    status = 413
    sentence = _("This is larger than the server accepts.")


class SignedOut(Refused):
    code = "signed_out"
    status = 401
    sentence = _("Please sign in again. What you typed is kept.")


class NotFound(Refused):
    """Missing, or not for this person: nobody can tell which."""

    code = "not_found"
    status = 404
    sentence = _("There is nothing here that you may see.")


class Conflict(Refused):
    code = "conflict"
    status = 409
    sentence = _("This has been used for something else already. Please reload the page.")


class RateLimited(Refused):
    code = "rate_limited"
    status = 429
    sentence = _("That was too fast. Please wait a moment and try again.")


class Unavailable(Refused):
    """Cannot be promised just now. Trying again with the same key is safe."""

    code = "unavailable"
    status = 503
    sentence = _("The server cannot store this at the moment. It will be tried again.")


class Failed(Refused):
    """A mistake of ours."""

    code = "failed"
    status = 500
    sentence = _("Something went wrong on the server. Nothing was changed.")
