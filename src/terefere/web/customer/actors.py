"""Who asks at the external interface."""

from django.http import HttpRequest

from terefere.accounts.models import Account
from terefere.accounts.public_users import VISITOR_COOKIE, public_user_of_token
from terefere.accounts.queries import customer_user_actor, public_user_actor
from terefere.core.actors import Requester
from terefere.core.clock import utc_now


def requester_of(request: HttpRequest) -> Requester | None:
    """The customer user who is signed in, else the public user of the visitor cookie."""
    if isinstance(request.user, Account):
        return customer_user_actor(request.user)
    visitor = public_user_of_token(request.COOKIES.get(VISITOR_COOKIE), now=utc_now())
    return public_user_actor(visitor) if visitor else None
