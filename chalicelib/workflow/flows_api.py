"""The API of definitions: flows, their versions, flow roles."""

from __future__ import annotations

from chalicelib.core.clock import now
from chalicelib.core.http import Answer, Api
from chalicelib.core.scope import Scope
from chalicelib.workflow import flow_store, flows, migrating, rendering
from chalicelib.workflow.definition import FlowDefinition
from chalicelib.workflow.errors import FlowInvalid, FlowKeyTaken, RoleInUse, TooManyFlows
from chalicelib.workflow.flow_schemas import (
    FlowChange,
    FlowList,
    FlowRolesChange,
    FlowRolesView,
    FlowVersionView,
    FlowView,
    MigrationRequest,
    MigrationView,
)

api = Api(__name__, tag="flows")


@api.get("/flows", allow="flows.read")
def list_flows(scope: Scope) -> FlowList:
    """All flows with their newest definitions."""
    return FlowList(items=[rendering.flow_view(scope, flow) for flow in flows.list_flows(scope)])


@api.post(
    "/flows", body=FlowDefinition, status=201, allow="flows.design", refusals=(FlowInvalid, FlowKeyTaken, TooManyFlows)
)
def create_flow(scope: Scope, body: FlowDefinition) -> FlowView:
    """A new flow. What is wrong with the definition is said place by place."""
    return rendering.flow_view(scope, flows.create_flow(scope, body, now()))


@api.post("/flows/check", body=FlowDefinition, allow="flows.design", refusals=(FlowInvalid,))
def check_flow(scope: Scope, body: FlowDefinition) -> FlowDefinition:
    """Say what is wrong with a definition, and change nothing."""
    flows.demand_valid(scope, body)
    return body


@api.get("/flows/{flow_id}", allow="flows.read")
def get_flow(scope: Scope, flow_id: str) -> FlowView:
    """One flow, by id or key."""
    return rendering.flow_view(scope, flow_store.find_flow(scope, flow_id))


@api.patch("/flows/{flow_id}", body=FlowChange, allow="flows.design", refusals=(FlowInvalid, FlowKeyTaken))
def change_flow(scope: Scope, flow_id: str, body: FlowChange, expected: int | None) -> FlowView:
    """A new version, for new runs; or take the flow out of use, or back."""
    changed = flows.change_flow(scope, flow_id, body.definition, body.archived, now(), expected)
    return rendering.flow_view(scope, changed)


@api.get("/flows/{flow_id}/versions/{number}", allow="flows.read")
def get_version(scope: Scope, flow_id: str, number: str) -> FlowVersionView:
    """The definition that runs of this version keep."""
    flow = flow_store.find_flow(scope, flow_id)
    found = flow_store.version_of(scope, flow.id, flow_store.number_of(number))
    return FlowVersionView(flow_id=flow.id, number=int(number), definition=found, version=1)


@api.post("/flows/{flow_id}/migrate", body=MigrationRequest, allow="flows.design", if_match=True)
def migrate(scope: Scope, flow_id: str, body: MigrationRequest, expected: int | None) -> MigrationView:
    """Move open runs to the newest version, or (`dry_run`) say what would change in each."""
    return migrating.migrate(scope, flow_id, body.runs, body.dry_run, now(), expected)


@api.get("/flow-roles", allow="flows.read")
def get_flow_roles(scope: Scope) -> Answer[FlowRolesView]:
    """Who is in which flow role."""
    return rendering.roles_answer(flows.flow_roles(scope))


@api.patch("/flow-roles", body=FlowRolesChange, allow="flows.design", refusals=(RoleInUse, FlowInvalid))
def change_flow_roles(scope: Scope, body: FlowRolesChange, expected: int | None) -> Answer[FlowRolesView]:
    """The whole list of flow roles anew."""
    return rendering.roles_answer(flows.change_flow_roles(scope, body.roles, now(), expected))
