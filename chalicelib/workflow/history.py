"""The history of a run: every event of it and its cards, the newest first."""

from __future__ import annotations

from typing import Any

from chalicelib.core import keys as core_keys
from chalicelib.core.cursors import open_cursor, seal_cursor
from chalicelib.core.events import Event, EventItem
from chalicelib.core.scope import Scope
from chalicelib.core.store import query_page
from chalicelib.tenancy import service as tenancy
from chalicelib.workflow import keys, store
from chalicelib.workflow.flow_store import version_of
from chalicelib.workflow.schemas import HistoryPage, RunEventView
from chalicelib.workflow.values import hidden_values


def list_history(scope: Scope, run_id: str, limit: int, cursor: str | None) -> HistoryPage:
    """
    Raises:
        NotFound: the run. Invalid: a foreign cursor
    """
    run = store.find_run(scope, run_id)
    # What a field of an earlier version holds is no less hidden for the field being gone.
    versions = (version_of(scope, run.flow_id, each) for each in (*run.earlier, run.flow_version))
    hidden = frozenset[str]().union(*(hidden_values(scope, each) for each in versions))
    question = f"history|{run_id}"
    page = query_page(
        EventItem,
        keys.run(scope, run_id),
        range_condition=EventItem.sk.startswith(core_keys.EVENT_PREFIX),
        limit=limit,
        descending=True,
        start=open_cursor(scope, question, cursor) if cursor else None,
    )
    following = seal_cursor(scope, question, page.next_key) if page.next_key else None
    return HistoryPage(items=[_view(scope, Event.of(item), hidden) for item in page.items], next_cursor=following)


def _view(scope: Scope, event: Event, hidden: frozenset[str]) -> RunEventView:
    actor = tenancy.members_of(scope).get(event.actor)
    facts: dict[str, Any] = {
        name: value for name, value in event.facts.items() if name not in ("run_id", "flow_id", "title", "node")
    }
    return RunEventView(
        id=event.id,
        kind=str(event.kind),
        about=event.about,
        node=event.facts.get("node"),
        actor=event.actor,
        actor_name=actor.name if actor else facts.get("receipt_by"),
        at=event.at,
        changes={name: both for name, both in event.changes.items() if name.removeprefix("values.") not in hidden},
        facts=facts,
    )
