"""A lock file that was not made from this pyproject.toml is noticed, without a network."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "scripts").mkdir()
    for name in ("scripts/lock", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def complaint(checkout: Path) -> str:
    command = [sys.executable, str(checkout / "scripts" / "lock"), "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


def test_the_lock_files_are_up_to_date(checkout: Path) -> None:
    assert complaint(checkout) == ""


@pytest.mark.parametrize("dependency", ["msgspec", "pytest"])
def test_a_changed_dependency_is_noticed(checkout: Path, dependency: str) -> None:
    change(checkout / "pyproject.toml", f'"{dependency}"', f'"{dependency}>=0.1"')
    assert "requirements.lock, requirements-dev.lock: not made from this" in complaint(checkout)


def test_other_changes_of_the_project_file_do_not_matter(checkout: Path) -> None:
    change(checkout / "pyproject.toml", "line-length = 110", "line-length = 100")
    assert complaint(checkout) == ""


def test_each_pin_has_a_hash_and_no_place(checkout: Path) -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (checkout / name).read_text()
        pins = [line for line in text.splitlines() if "==" in line]
        assert len(pins) > 20
        assert all(pin.endswith(" \\") for pin in pins)
        assert "://" not in text
