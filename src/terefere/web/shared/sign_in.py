from typing import Any

from django.conf import settings
from django.views.generic.base import ContextMixin


class WithLanguages(ContextMixin):
    """A page with a language chooser."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(languages=settings.LANGUAGES, **kwargs)
