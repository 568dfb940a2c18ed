"""Programs that come inside Python packages."""

from importlib.util import find_spec
from pathlib import Path


def folder_of(package: str) -> Path:
    """Found without importing: these packages do much when imported, and we want only what they carry."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"{package} is not installed")
    return Path(spec.origin).parent
