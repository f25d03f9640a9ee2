"""Routes of connectors: kept by administrators, tried out; the events that wait; and the door for partners' events."""

from __future__ import annotations

from chalicelib.core import clock
from chalicelib.core.http import Api, Caller, Edge, Upload
from chalicelib.core.scope import Scope
from chalicelib.workflow.errors import AlreadyThere, CardWrongState, RunClosed

from . import connectors, hooks, unmatched
from .connector_model import Connector
from .connector_schemas import (
    ConnectorChangeBody,
    ConnectorList,
    ConnectorSecretView,
    ConnectorView,
    KindList,
    KindView,
    MatchBody,
    MatchedView,
    NewConnectorBody,
    ReceivedView,
    SecretBody,
    TrialBody,
    TrialView,
    UnmatchedList,
    UnmatchedQuery,
    UnmatchedView,
    shown_connector,
)
from .errors import (
    ConnectorDisabled,
    ConnectorGone,
    HookPayloadNotKept,
    HookRunning,
    HookSignatureRefused,
    TooManyConnectors,
)

api = Api(__name__, tag="connectors")


@api.get("/connectors/kinds", allow="connectors.write")
def list_connector_kinds(scope: Scope) -> KindList:
    """The kinds that are shipped, each with its usual mapping and an example."""
    found = connectors.usual_mappings(scope)
    return KindList(items=[KindView.of(kind, mapping, scope.locale) for kind, mapping in found], next_cursor=None)


@api.get("/connectors", allow="connectors.write")
def list_connectors(scope: Scope) -> ConnectorList:
    """All of the workspace, on one page."""
    return ConnectorList(items=[ConnectorView.of(each) for each in connectors.list_connectors(scope)], next_cursor=None)


@api.post("/connectors", body=NewConnectorBody, status=201, allow="connectors.write", refusals=(TooManyConnectors,))
def create_connector(scope: Scope, body: NewConnectorBody) -> ConnectorSecretView:
    """Make a door for one partner's system. Its secret is in this answer, and never again."""
    made, secret = connectors.create_connector(scope, body.new(), clock.now())
    return _with_secret(made, secret)


@api.get("/connectors/{connector_id}", allow="connectors.write")
def get_connector(scope: Scope, connector_id: str) -> ConnectorView:
    return ConnectorView.of(connectors.get_connector(scope, connector_id))


@api.patch("/connectors/{connector_id}", body=ConnectorChangeBody, allow="connectors.write")
def change_connector(scope: Scope, connector_id: str, body: ConnectorChangeBody, expected: int | None) -> ConnectorView:
    return ConnectorView.of(connectors.change_connector(scope, connector_id, body.given(), expected, clock.now()))


@api.delete("/connectors/{connector_id}", allow="connectors.write", if_match=True)
def delete_connector(scope: Scope, connector_id: str, expected: int | None) -> None:
    """Close the door: its events are refused from now on."""
    connectors.delete_connector(scope, connector_id, expected, clock.now())


@api.post("/connectors/{connector_id}/secret", body=SecretBody, allow="connectors.write", if_match=True)
def change_connector_secret(
    scope: Scope, connector_id: str, body: SecretBody, expected: int | None
) -> ConnectorSecretView:
    """A new secret, in this answer and never again. The old one is good for 24 hours more."""
    changed, secret = connectors.change_secret(scope, connector_id, body.secret, expected, clock.now())
    return _with_secret(changed, secret)


@api.post("/connectors/{connector_id}/test", body=TrialBody, allow="connectors.write")
def test_connector(scope: Scope, connector_id: str, body: TrialBody) -> TrialView:
    """What an event would do: nothing is changed."""
    return TrialView.of(connectors.try_out(scope, connector_id, body.payload, clock.now()), scope.locale)


@api.get("/connectors/unmatched", query=UnmatchedQuery, allow="connectors.write")
def list_unmatched_events(scope: Scope, query: UnmatchedQuery) -> UnmatchedList:
    """Events that no rule could do, newest first; kept for 90 days."""
    found, next_cursor = unmatched.list_unmatched(scope, query.limit, query.cursor, clock.now())
    return UnmatchedList(items=[UnmatchedView.of(each, scope.locale) for each in found], next_cursor=next_cursor)


@api.post(
    "/connectors/unmatched/{hook_id}/match",
    body=MatchBody,
    allow="connectors.write",
    refusals=(HookRunning, HookPayloadNotKept, ConnectorGone, AlreadyThere, CardWrongState, RunClosed),
)
def match_event(scope: Scope, hook_id: str, body: MatchBody) -> MatchedView:
    """Do on a card what the event's rule says. Refused, the event waits on."""
    return MatchedView.of(unmatched.match_by_hand(scope, hook_id, body.card_id, clock.now()))


@api.delete("/connectors/unmatched/{hook_id}", allow="connectors.write", refusals=(HookRunning,))
def dismiss_event(scope: Scope, hook_id: str) -> None:
    """Nothing is to be done with it."""
    unmatched.dismiss(scope, hook_id, clock.now())


@api.post(
    "/hooks/{connector_id}",
    upload=("application/json", "*/*"),
    public=True,
    status=202,
    refusals=(HookSignatureRefused, ConnectorDisabled, HookRunning),
)
def receive_event(caller: Caller, connector_id: str, body: Upload) -> ReceivedView:
    """An event of a partner's system, signed with the connector's secret. Anything but 202 is to be sent again."""
    headers = {name.lower(): value for name, value in Edge.app.current_request.headers.items()}  # type: ignore[union-attr]
    return ReceivedView.of(hooks.receive_event(connector_id, headers, body, clock.now(), caller.locale))


def _with_secret(connector: Connector, secret: str | None) -> ConnectorSecretView:
    return ConnectorSecretView(**shown_connector(connector), secret=secret)
