"""A build that does not end well leaves the console that is served as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / "infra/local/node.sh"


@pytest.fixture
def console(tmp_path: Path) -> Path:
    """The console's sources with a dist/ of an earlier time; `tsc` and `vite` do what a test writes into `tools`."""
    folder = tmp_path / "console"
    shutil.copytree(ROOT / "console", folder, ignore=shutil.ignore_patterns("node_modules", "dist*"))
    (folder / "node_modules").symlink_to(ROOT / "console/node_modules")
    (folder / "dist/assets").mkdir(parents=True)
    (folder / "dist/index.html").write_text("earlier")
    (tmp_path / "tools").mkdir()
    pretend(folder, "tsc", "exit 0")
    return folder


def pretend(console: Path, name: str, script: str) -> None:
    tool = console.parent / "tools" / name
    tool.write_text(f"#!/bin/sh\n{script}\n")
    tool.chmod(0o755)


def node(console: Path, script: str) -> int:
    env = {**os.environ, "PATH": f"{console.parent / 'tools'}:{os.environ['PATH']}"}
    done = subprocess.run([NODE, "node", script], cwd=console, env=env, capture_output=True, check=False)
    return done.returncode


def test_a_build_that_breaks_off_leaves_what_was_built_before(console: Path) -> None:
    pretend(console, "vite", "mkdir -p dist.new && echo half >dist.new/index.html && kill -9 $$")
    assert node(console, "scripts/build.mjs") != 0
    assert (console / "dist/index.html").read_text() == "earlier"
    assert node(console, "scripts/inputs.mjs") == 1


def test_a_build_is_of_the_inputs_that_it_was_made_of_and_of_no_others(console: Path) -> None:
    manifest = '{"index.html": {"file": "a.js"}, "src/leads/LeadsPage.tsx": {"file": "a.js"}}'
    pretend(console, "vite", f"mkdir -p dist.new/.vite; echo new >dist.new/index.html; echo 1 >dist.new/a.js; "
                             f"echo '{manifest}' >dist.new/.vite/manifest.json")  # fmt: skip
    assert node(console, "scripts/build.mjs") == 0
    assert (console / "dist/index.html").read_text() == "new\n"
    assert not (console / "dist.new").exists() and not (console / "dist.old").exists()
    assert node(console, "scripts/inputs.mjs") == 0
    (console / "src/auth/next.test.ts").write_text("// a test is not in what is served")
    assert node(console, "scripts/inputs.mjs") == 0
    (console / "src/auth/next.ts").write_text("// another")
    assert node(console, "scripts/inputs.mjs") == 1
