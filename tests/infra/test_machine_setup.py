"""Setting a checkout up says in one line what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: What the script itself is made of, and every Debian has.
BASICS = ("sh", "dirname", "cat", "cut", "sha256sum", "uname", "mkdir")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "infra/local").mkdir(parents=True)
    for name in ("infra/local/setup.sh", "infra/local/package-lock.json", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in BASICS:
        (tools / name).symlink_to(shutil.which(name) or name)
    return tmp_path


def set_up(checkout: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "infra/local/setup.sh", "run"],
        env={"PATH": str(checkout / "tools"), **env}, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


def pretend_installed(checkout: Path) -> None:
    """A virtual environment that has everything, as far as the script can tell."""
    python = checkout / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 0\n")
    python.chmod(0o755)


def test_a_missing_python_is_one_line(checkout: Path) -> None:
    done = set_up(checkout)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Glasspipe: Python 3.11 or later is missing (Debian: apt-get install python3 python3-venv)."
    ]


def test_a_missing_npm_is_one_line(checkout: Path) -> None:
    pretend_installed(checkout)
    done = set_up(checkout)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Glasspipe: npm is missing (Debian: apt-get install npm; else https://nodejs.org)."
    ]


def test_who_names_another_engine_needs_no_npm(checkout: Path) -> None:
    pretend_installed(checkout)
    assert set_up(checkout, AWS_ENDPOINT_URL_DYNAMODB="http://127.0.0.1:1").returncode == 0


def test_what_is_installed_is_not_installed_again(checkout: Path) -> None:
    pretend_installed(checkout)
    npm = checkout / "tools/npm"
    npm.write_text("#!/bin/sh\nmkdir -p infra/local/node_modules\n")
    npm.chmod(0o755)
    assert "Installing the engine" in set_up(checkout).stdout
    assert set_up(checkout).stdout == ""


def test_make_help_lists_every_target() -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    listed = subprocess.run(["make", "help"], cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout
    for target in ("run", "demo", "test", "check", "bench", "help"):
        assert f"make {target} " in listed
