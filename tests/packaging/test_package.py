"""What `chalice package` makes can be deployed: its handlers import, the packs are inside, the size is right."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_ZIPPED, MOST_UNPACKED = 60_000_000, 200_000_000
#: What only some requests need must not be paid for by every cold start.
LAZY = (
    "apprise", "charset_normalizer", "holidays", "obstore", "phonenumbers", "python_calamine", "rapidfuzz", "requests",
    "xlsxwriter", "yaml",
)  # fmt: skip

pytestmark = pytest.mark.xdist_group("packaging")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of `chalice package`, run over a copy of what is deployed."""
    project, out = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("package")
    for name in ("app.py", "requirements.txt", "chalicelib", "tenants", "vendor", ".chalice"):
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "deployments", "deployed", "venv")
            shutil.copytree(source, project / name, symlinks=True, ignore=ignored)
        else:
            shutil.copy2(source, project / name)
    command = [sys.executable, "-m", "chalice.cli", "package", "--stage", "prod", str(out)]
    chalice = Path(sys.executable).with_name("chalice")
    if chalice.exists():
        command = [str(chalice), "package", "--stage", "prod", str(out)]
    env = {**os.environ, "AWS_DEFAULT_REGION": "us-east-1"}
    made = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert made.returncode == 0, made.stderr[-3000:]
    return out


@pytest.fixture(scope="module")
def unpacked(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lambda")
    with zipfile.ZipFile(package / "deployment.zip") as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def template(package: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((package / "sam.json").read_text())
    return loaded


def _run(folder: Path, code: str) -> str:
    """`code` in a fresh process that sees the package and nothing of the checkout or of this environment."""
    env = {"PATH": os.environ["PATH"], "AWS_DEFAULT_REGION": "us-east-1", "GLASSPIPE_STAGE": "prod"}
    command = [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(folder)!r})\n{code}"]
    done = subprocess.run(command, cwd="/", env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_the_configuration_is_one_that_chalice_accepts() -> None:
    from chalice.cli.factory import CLIFactory
    from chalice.deploy.validate import validate_configuration

    for stage in ("dev", "prod"):
        validate_configuration(CLIFactory(str(ROOT), environ={}).create_config_obj(stage))


def test_the_size_is_within_what_lambda_takes(package: Path) -> None:
    archive = package / "deployment.zip"
    assert archive.stat().st_size <= MOST_ZIPPED
    with zipfile.ZipFile(archive) as opened:
        assert sum(entry.file_size for entry in opened.infolist()) <= MOST_UNPACKED


def test_every_handler_imports_from_the_package(unpacked: Path, template: dict[str, Any]) -> None:
    functions = [each for each in template["Resources"].values() if each["Type"] == "AWS::Serverless::Function"]
    handlers = sorted(each["Properties"]["Handler"] for each in functions)
    assert handlers == ["app.app", "app.publish", "app.sweep"]
    for handler in handlers:
        module, _, name = handler.partition(".")
        assert _run(unpacked, f"import {module}; print(callable({module}.{name}))").strip() == "True"


def test_the_template_packs_are_inside(unpacked: Path) -> None:
    code = "from chalicelib.tenancy.packs import list_packs; print(sorted(pack.id for pack in list_packs()))"
    packs = ["industrial_equipment", "medical_devices", "sales_leads", "store_sales"]
    assert _run(unpacked, code).strip() == str(packs)


def test_a_cold_start_imports_only_what_every_request_needs(unpacked: Path) -> None:
    code = f"import app; print([name for name in {LAZY!r} if name in sys.modules])"
    assert _run(unpacked, code).strip() == "[]"


def test_each_function_has_its_own_memory_time_and_policy(template: dict[str, Any]) -> None:
    functions = {
        each["Properties"]["Handler"]: each["Properties"]
        for each in template["Resources"].values()
        if each["Type"] == "AWS::Serverless::Function"
    }
    assert functions["app.sweep"]["Timeout"] == 58 and functions["app.sweep"]["ReservedConcurrentExecutions"] == 4
    assert {name: each["MemorySize"] for name, each in functions.items()} == {
        "app.app": 1769,
        "app.sweep": 1769,
        "app.publish": 1024,
    }


def test_no_role_may_scan_or_touch_every_table(template: dict[str, Any]) -> None:
    roles = [each for each in template["Resources"].values() if each["Type"] == "AWS::IAM::Role"]
    assert len(roles) == 3
    for role in roles:
        for policy in role["Properties"]["Policies"]:
            for statement in policy["PolicyDocument"]["Statement"]:
                actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
                assert not any(action in ("*", "dynamodb:*", "dynamodb:Scan") for action in actions)
                if any(action.startswith("dynamodb:") for action in actions):
                    assert statement["Resource"] != "*"
