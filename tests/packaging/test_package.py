"""What is deployed works where it runs: handlers import, the packs are inside, size and template are right."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from infra.aws import package as packaging

ROOT = Path(__file__).resolve().parents[2]
STAGES = ("dev", "prod")
MOST_ZIPPED, MOST_UNPACKED = 60_000_000, 200_000_000
#: Those whose wheels run on Lambda's Python 3.11 (Amazon Linux 2, glibc 2.26).
SYSTEMS = {"any", "manylinux2014_x86_64", *(f"manylinux_2_{minor}_x86_64" for minor in range(5, 27))}
#: What only some requests need must not be paid for by every cold start.
LAZY = (
    "apprise", "asyncio", "charset_normalizer", "holidays", "obstore", "phonenumbers", "python_calamine", "rapidfuzz",
    "requests", "xlsxwriter", "yaml",
)  # fmt: skip


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """By stage the folder that `chalice package` wrote, the first one's zip as it is deployed."""
    folder = tmp_path_factory.mktemp("packages")
    packaging.copy_project(folder / "project")
    for stage in STAGES:  # the second reuses what the first has installed
        packaging.run_chalice(folder / "project", stage, folder / stage)
    packaging.trim(folder / STAGES[0] / "deployment.zip")
    return {stage: folder / stage for stage in STAGES}


@pytest.fixture(scope="module")
def archive(packages: dict[str, Path]) -> Path:
    return packages[STAGES[0]] / "deployment.zip"


@pytest.fixture(scope="module")
def unpacked(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lambda")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def resources(packages: dict[str, Path], stage: str) -> list[dict[str, Any]]:
    template = json.loads((packages[stage] / "sam.json").read_text())
    return list(template["Resources"].values())


def _run(folder: Path, code: str) -> str:
    """`code` in a fresh process that sees the package and nothing of the checkout or of this environment."""
    env = {"PATH": os.environ["PATH"], "AWS_DEFAULT_REGION": "us-east-1", "GLASSPIPE_STAGE": "prod"}
    command = [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(folder)!r})\n{code}"]
    done = subprocess.run(command, cwd="/", env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip()


def _functions(resources: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found = [each["Properties"] for each in resources if each["Type"] == "AWS::Serverless::Function"]
    return {each["Handler"]: each for each in found}


def test_the_configuration_is_one_that_chalice_accepts(stage: str) -> None:
    from chalice.cli.factory import CLIFactory
    from chalice.deploy.validate import validate_configuration

    validate_configuration(CLIFactory(str(ROOT), environ={}).create_config_obj(stage))


def test_the_size_is_within_what_lambda_takes(archive: Path) -> None:
    assert archive.stat().st_size <= MOST_ZIPPED
    with zipfile.ZipFile(archive) as packed:
        assert sum(entry.file_size for entry in packed.infolist()) <= MOST_UNPACKED


def test_every_dependency_is_a_wheel_for_the_system_of_lambda(unpacked: Path) -> None:
    """One that was built on this machine would fail there, at the first request that needs it."""
    wheels = list(unpacked.glob("*.dist-info/WHEEL"))
    assert len(wheels) > 20
    for wheel in wheels:
        systems = re.findall(r"^Tag: .+-(.+)$", wheel.read_text(), re.MULTILINE)
        assert any(system in SYSTEMS for system in systems), (wheel.parent.name, systems)


@pytest.mark.parametrize("handler", ["app.app", "app.sweep", "app.publish"])
def test_every_handler_imports_from_the_package_alone(unpacked: Path, handler: str) -> None:
    module, _, name = handler.partition(".")
    code = f"import {module}; print(callable({module}.{name}), {module}.__file__)"
    assert _run(unpacked, code) == f"True {unpacked / 'app.py'}"


def test_the_template_packs_are_inside(unpacked: Path) -> None:
    code = "from chalicelib.tenancy.packs import list_packs; print(sorted(pack.id for pack in list_packs()))"
    packs = ["industrial_equipment", "medical_devices", "sales_leads", "store_sales"]
    assert _run(unpacked, code) == str(packs)


def test_a_cold_start_imports_only_what_every_request_needs(unpacked: Path) -> None:
    assert _run(unpacked, f"import app; print([name for name in {LAZY!r} if name in sys.modules])") == "[]"


def test_a_cold_start_compiles_nothing(unpacked: Path) -> None:
    """/var/task cannot be written to: what comes without bytecode is compiled at each cold start anew."""
    code = """
import os, app
files = [getattr(each, "__cached__", None) or "" for each in sys.modules.values()]
ours = [each for each in files if each.startswith(sys.path[0])]
print(len(ours) > 200, [each for each in ours if not os.path.exists(each)])
"""
    assert _run(unpacked, code) == "True []"


def test_every_aws_service_that_is_used_can_be_called(unpacked: Path) -> None:
    code = """
from botocore.session import get_session
made = [get_session().create_client(name, region_name="eu-west-1") for name in ("dynamodb", "kms", "sts")]
print([each.meta.service_model.service_name for each in made])
"""
    assert _run(unpacked, code) == "['dynamodb', 'kms', 'sts']"


def test_what_only_some_requests_need_is_there_when_they_do(unpacked: Path) -> None:
    code = f"import importlib; print([importlib.import_module(each).__name__ for each in {LAZY!r}])"
    assert _run(unpacked, code) == str(list(LAZY))


def test_each_function_has_the_memory_the_time_and_the_policy_that_the_configuration_gives_it(
    resources: list[dict[str, Any]], stage: str
) -> None:
    configured = json.loads((ROOT / ".chalice/config.json").read_text())["stages"][stage]
    functions = _functions(resources)
    assert set(functions) == {"app.app", "app.sweep", "app.publish"}
    own = {f"app.{name}": settings for name, settings in configured["lambda_functions"].items()}
    for handler, function in functions.items():
        settings = {**configured, **own.get(handler, {})}
        assert function["MemorySize"] == settings["lambda_memory_size"]
        assert function["Timeout"] == settings["lambda_timeout"]
        assert function.get("ReservedConcurrentExecutions") == settings.get("reserved_concurrency")
        assert settings["autogen_policy"] is False
        wanted = json.loads((ROOT / ".chalice" / settings["iam_policy_file"]).read_text())["Statement"]
        role = function["Role"]["Fn::GetAtt"][0]
        assert wanted in _policies(resources), role


def test_no_role_may_scan_or_touch_every_table(resources: list[dict[str, Any]]) -> None:
    policies = _policies(resources)
    assert len(policies) == 3
    for statement in [statement for policy in policies for statement in policy]:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        assert not [each for each in actions if each == "*" or each.endswith(":*") or each == "dynamodb:Scan"]
        # X-Ray knows no resources.
        assert statement["Resource"] != "*" or all(each.startswith("xray:") for each in actions)


def _policies(resources: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    roles = [each["Properties"] for each in resources if each["Type"] == "AWS::IAM::Role"]
    return [policy["PolicyDocument"]["Statement"] for role in roles for policy in role["Policies"]]
