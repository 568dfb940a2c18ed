"""What the pages' heads need: import map, modules, words."""

import json
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from terefere.web.shared.modules import import_map, modules_behind, url_of
from terefere.web.shared.words import words_url

register = template.Library()


@register.simple_tag(takes_context=True)
def page_modules(context: dict[str, Any], entry: str) -> SafeString:
    """Everything that brings the page to life, from one module on."""
    nonce = context["CSP_NONCE"]
    return format_html(
        '<script src="{}" defer nonce="{}"></script>\n<script type="importmap" nonce="{}">{}</script>\n{}\n'
        '<script type="module" src="{}" nonce="{}"></script>',
        words_url(get_language() or "en"),
        nonce,
        nonce,
        _json(import_map(entry)),
        format_html_join(
            "\n", '<link rel="modulepreload" href="{}">', ((url,) for url in modules_behind(entry))
        ),
        url_of(entry),
        nonce,
    )


def _json(value: object) -> SafeString:
    """JSON that cannot end the script element it stands in."""
    return mark_safe(json.dumps(value, separators=(",", ":")).replace("<", "\\u003c"))  # noqa: S308
