"""The flows that a template pack brings: `flows.yaml` in its folder, if it has one."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

from pydantic import Field

from chalicelib.tenancy.setup import Part
from chalicelib.workflow.definition import FlowDefinition, FlowRole


class PackFlowsFile(Part):
    """What flows.yaml holds: flow roles, without members, and flows."""

    roles: Annotated[tuple[FlowRole, ...], Field(max_length=60)] = ()
    flows: Annotated[tuple[FlowDefinition, ...], Field(max_length=20)] = ()


@lru_cache(maxsize=64)
def pack_flows(pack_id: str) -> PackFlowsFile:
    """Of a pack without flows, none."""
    from importlib.resources import files  # imports a good deal, and most requests need no pack

    path = files("tenants").joinpath(pack_id).joinpath("flows.yaml")
    if not path.is_file():
        return PackFlowsFile()
    return PackFlowsFile.model_validate(_read(path.read_text(encoding="utf-8")))


def _read(text: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506
