"""The Lambda package: `python -m infra.aws.package --stage prod build/prod` writes deployment.zip and sam.json there.

`chalice package` makes it, out of a clean copy of what is deployed. Then goes what Lambda never runs, and in comes
bytecode: /var/task cannot be written to, so without it each cold start compiles every module anew (importing app.py
takes 1.1 s then, and 0.45 s with it).
"""

from __future__ import annotations

import argparse
import compileall
import os
import py_compile
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_DEPLOYED = ("app.py", "requirements.txt", "chalicelib", "vendor", ".chalice")
_NOT_OURS = ("__pycache__", "deployments", "deployed", "venv")
#: Chalice puts the two files of its runtime in by itself; as a requirement it would bring pip and its command line.
_TOOL = re.compile(r"chalice\b")
#: The services that chalicelib makes clients of; botocore knows 400.
_SERVICES = {"dynamodb", "kms", "sts"}
#: What zip files say of the time of their entries, where they must not differ: its earliest.
_ANY_TIME = (1980, 1, 1, 0, 0, 0)


class PackageFailed(Exception):
    """`chalice package` failed, or a dependency has no wheel for Lambda. The text holds what it said."""


def make_package(stage: str, out: Path) -> None:
    """Write the stage's deployment.zip and sam.json into the folder `out`.

    Raises:
        PackageFailed
    """
    with tempfile.TemporaryDirectory(prefix="glasspipe-package-") as temporary:
        project = Path(temporary) / "project"
        copy_project(project)
        run_chalice(project, stage, out)
        trim(out / "deployment.zip")


def copy_project(project: Path) -> None:
    """What is deployed, and nothing else: bytecode or old packages of the checkout would come along."""
    project.mkdir(parents=True)
    for name in _DEPLOYED:
        source = _ROOT / name
        if source.is_dir():
            shutil.copytree(source, project / name, ignore=shutil.ignore_patterns(*_NOT_OURS))
        else:
            shutil.copy2(source, project / name)
    requirements = project / "requirements.txt"
    lines = [line for line in requirements.read_text().splitlines(keepends=True) if not _TOOL.match(line)]
    requirements.write_text("".join(lines))


def run_chalice(project: Path, stage: str, out: Path) -> None:
    """
    Raises:
        PackageFailed
    """
    code = "import sys; from chalice.cli import main; sys.exit(main())"
    # Chalice asks for a region to name the partition in the template; the stack's own comes from CloudFormation.
    env = {"AWS_DEFAULT_REGION": "us-east-1", **os.environ}
    command = [sys.executable, "-c", code, "package", "--stage", stage, str(out.resolve())]
    done = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    said = done.stdout + done.stderr
    # It goes on without a dependency that has no wheel, and only says so.
    if done.returncode or "Could not install dependencies" in said:
        raise PackageFailed(said[-3000:])


def trim(archive: Path) -> None:
    """Rewrite the package: without what never runs, with bytecode, its entries in order."""
    with tempfile.TemporaryDirectory(prefix="glasspipe-package-") as temporary:
        folder = Path(temporary)
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
        for needless in _needless(folder):
            shutil.rmtree(needless)
        compileall.compile_dir(
            folder, stripdir=folder, quiet=2, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
        )
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(each for each in folder.rglob("*") if each.is_file()):
                entry = zipfile.ZipInfo(str(path.relative_to(folder)), _ANY_TIME)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                packed.writestr(entry, path.read_bytes())


def _needless(folder: Path) -> Iterator[Path]:
    """Folders that nothing of the app reads."""
    for name in ("bin", "share"):
        if (folder / name).is_dir():
            yield folder / name
    yield from (each for each in (folder / "botocore/data").iterdir() if each.is_dir() and each.name not in _SERVICES)


def main() -> None:
    arguments = argparse.ArgumentParser(description="Make the Lambda package.")
    arguments.add_argument("--stage", default="dev", help="a stage of .chalice/config.json")
    arguments.add_argument("out", type=Path, help="the folder to write to")
    given = arguments.parse_args()
    try:
        make_package(given.stage, given.out)
    except PackageFailed as error:
        sys.exit(str(error))
    print(f"{given.out / 'deployment.zip'}: {(given.out / 'deployment.zip').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
