"""The sentence of a refusal in a person's language: one of the two places where refusals are translated."""

from django.utils.translation import gettext, override

from terefere.core.errors import Refused


def in_language(refusal: Refused, language: str) -> str:
    with override(language):
        return gettext(refusal.sentence) % refusal.values
