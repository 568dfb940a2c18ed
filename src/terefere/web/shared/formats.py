from typing import cast, get_args

from terefere.core.errors import NotFound
from terefere.transcripts.formats import Format


def format_of(extension: str) -> Format:
    """The kind of document that an address asks for. Raises NotFound."""
    if extension not in get_args(Format):
        raise NotFound
    return cast("Format", extension)
