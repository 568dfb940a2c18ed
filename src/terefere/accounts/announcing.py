"""Changes made in the administration pages reach the running processes."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from terefere.events.configuration import announce_configuration_change


class AnnouncingAdmin(ModelAdmin):  # type: ignore[type-arg]
    """Announces, once it is committed, everything that this page changes.

    Django logs each addition and change once it is done, a new password too: that is where the announcement
    hangs. Deletions it logs before they are done, so they are announced by themselves.
    """

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        _announce_on_commit()
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        _announce_on_commit()
        return super().log_change(request, obj, message)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        _announce_on_commit()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> None:
        super().delete_queryset(request, queryset)
        _announce_on_commit()


def _announce_on_commit() -> None:
    transaction.on_commit(announce_configuration_change)
