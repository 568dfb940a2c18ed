"""Set-up does what is needed, once. The Python of this checkout only writes down how it was called."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITES_DOWN = '#!/bin/sh\necho "$@" >> calls\n'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "scripts").mkdir()
    for name in ("scripts/setup", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "pip"):
        (programs / name).write_text(WRITES_DOWN)
        (programs / name).chmod(0o755)
    return tmp_path


def calls_of_setup(checkout: Path, kind: str) -> str:
    (checkout / "calls").write_text("")
    subprocess.run([str(checkout / "scripts" / "setup"), kind], capture_output=True, check=True)
    return (checkout / "calls").read_text()


def test_it_installs_what_is_locked_and_the_program_itself(checkout: Path) -> None:
    calls = calls_of_setup(checkout, "runtime")
    assert "--require-hashes --requirement requirements.lock" in calls
    assert "--no-build-isolation --no-deps --no-index --editable ." in calls


def test_a_second_run_starts_no_python(checkout: Path) -> None:
    calls_of_setup(checkout, "runtime")
    assert calls_of_setup(checkout, "runtime") == ""


def test_what_is_ready_to_work_on_is_ready_to_run(checkout: Path) -> None:
    assert "requirements-dev.lock" in calls_of_setup(checkout, "dev")
    assert calls_of_setup(checkout, "runtime") == ""


def test_what_is_ready_to_run_is_not_yet_ready_to_work_on(checkout: Path) -> None:
    calls_of_setup(checkout, "runtime")
    assert "requirements-dev.lock" in calls_of_setup(checkout, "dev")


@pytest.mark.parametrize("file", ["requirements.lock", "pyproject.toml"])
def test_a_change_installs_again(checkout: Path, file: str) -> None:
    calls_of_setup(checkout, "runtime")
    with (checkout / file).open("a") as changed:
        changed.write("# changed\n")
    assert "--requirement requirements.lock" in calls_of_setup(checkout, "runtime")


def test_a_moved_checkout_installs_again(checkout: Path, tmp_path: Path) -> None:
    calls_of_setup(checkout, "runtime")
    moved = shutil.copytree(checkout, tmp_path / "moved")
    assert "--editable ." in calls_of_setup(moved, "runtime")


def test_a_failed_installation_is_told_and_tried_again(checkout: Path) -> None:
    python = checkout / ".venv" / "bin" / "python"
    python.write_text("#!/bin/sh\nexit 1\n")
    failed = subprocess.run(
        [str(checkout / "scripts" / "setup"), "runtime"], capture_output=True, check=False
    )
    assert failed.returncode == 1
    assert b"pip failed" in failed.stderr
    python.write_text(WRITES_DOWN)
    assert calls_of_setup(checkout, "runtime")


def test_translations_are_compiled_when_they_changed(checkout: Path) -> None:
    catalog = checkout / "src" / "terefere" / "locale" / "hu" / "LC_MESSAGES" / "django.po"
    catalog.parent.mkdir(parents=True)
    catalog.touch()
    assert "scripts/messages --compile" in calls_of_setup(checkout, "runtime")
    catalog.with_suffix(".mo").touch()
    assert calls_of_setup(checkout, "runtime") == ""
    newer = catalog.with_suffix(".mo").stat().st_mtime + 2
    os.utime(catalog, (newer, newer))
    assert calls_of_setup(checkout, "runtime") == "scripts/messages --compile\n"
