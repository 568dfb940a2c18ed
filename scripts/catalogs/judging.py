"""Says what is wrong with a translation."""

import re
from collections import Counter
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

PLACEHOLDER = re.compile(r"%\([^)]+\)[sdf]|%[sdf]|\{\w*\}")


def complaints(catalog: Catalog, texts: Catalog) -> Iterator[str]:
    """One sentence for each fault of the catalog, whose texts should be these."""
    for text in texts:
        if text.id:
            yield from faults(text, catalog.get(text.id, text.context))
    for translation in catalog:
        if translation.id and texts.get(translation.id, translation.context) is None:
            yield f"obsolete: {name(translation)}"


def faults(text: Message, translation: Message | None) -> Iterator[str]:
    if translation is None or not is_complete(text, translation):
        yield f"missing: {name(text)}"
    elif translation.fuzzy:
        yield f"fuzzy: {name(text)}"
    elif not has_right_placeholders(translation):
        yield f"other placeholders: {name(text)}"
    elif not has_right_line_ends(translation):
        yield f"other line ends: {name(text)}"


def is_complete(text: Message, translation: Message) -> bool:
    return len(forms(translation.id)) == len(forms(text.id)) and all(forms(translation.string))


def has_right_placeholders(translation: Message) -> bool:
    """A plural form may name what only another form of the source names, but must not forget its own."""
    wanted = [placeholders(form) for form in forms(translation.id)]
    allowed = wanted[0] | wanted[-1]
    return all(
        wanted[min(index, len(wanted) - 1)] <= placeholders(form) <= allowed
        for index, form in enumerate(forms(translation.string))
    )


def has_right_line_ends(translation: Message) -> bool:
    source = forms(translation.id)[0]
    return all(
        form.startswith("\n") == source.startswith("\n") and form.endswith("\n") == source.endswith("\n")
        for form in forms(translation.string)
    )


def placeholders(form: str) -> Counter[str]:
    """Named ones count once: a translation may repeat them."""
    found = Counter(PLACEHOLDER.findall(form.replace("%%", "")))
    return Counter({one: 1 if "(" in one or "{" in one[:-1] else count for one, count in found.items()})


def forms(message: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    match message:
        case None:
            return ("",)
        case str():
            return (message,)
        case _:
            return tuple(message)


def name(message: Message) -> str:
    context = f" (context {message.context!r})" if message.context else ""
    return f"{forms(message.id)[0]!r}{context}"
