"""Requests and answers of the API of definitions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.core.http import Instant, Model, Resource, View
from chalicelib.core.ids import PATTERN
from chalicelib.workflow.definition import FlowDefinition, FlowRole

RunIdText = Annotated[str, Field(pattern=PATTERN["run"])]


class FlowView(Resource):
    """`number` is the newest version of the definition; `version` is for If-Match."""

    id: str
    key: str
    name: str
    number: int
    archived: bool
    changed_at: Instant
    definition: FlowDefinition


class FlowList(View):
    items: list[FlowView]


class FlowChange(Model):
    """A whole definition makes a new version; `archived` takes the flow out of use, or back."""

    definition: FlowDefinition | None = None
    archived: bool | None = None


class FlowVersionView(Resource):
    """A frozen version: it never changes, so that its own `version` is always 1."""

    flow_id: str
    number: int
    definition: FlowDefinition


class FlowRolesView(Resource):
    roles: list[FlowRole]


class FlowRolesChange(Model):
    roles: Annotated[list[FlowRole], Field(max_length=60)]


class MigrationRequest(Model):
    """Open runs that move to the newest version: those named, else all. `dry_run` only says what would change."""

    runs: Annotated[list[RunIdText], Field(max_length=100)] | None = None
    dry_run: bool = False


class RunImpact(View):
    run_id: str
    title: str
    from_number: int
    added: list[str]
    removed: list[str]
    changed: list[str]
    moved: bool


class MigrationView(View):
    """`left`: how many open runs of older versions are beyond this call's hundred."""

    number: int
    dry_run: bool
    items: list[RunImpact]
    left: int
