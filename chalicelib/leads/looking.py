"""One lead, and its timeline."""

from __future__ import annotations

from typing import Any

from chalicelib.core.events import EventItem
from chalicelib.core.keys import EVENT_PREFIX
from chalicelib.core.scope import Scope
from chalicelib.core.store import Page, query_page
from chalicelib.core.tables import WorkspaceItem
from chalicelib.leads import keys, store
from chalicelib.leads.model import Lead


def get_lead(scope: Scope, lead_id: str) -> Lead:
    return store.find_lead(scope, lead_id)


def timeline(scope: Scope, lead_id: str, limit: int, start: dict[str, Any] | None) -> Page[EventItem]:
    """The lead's events, newest first; of a lead that the scope may see (deleted ones too)."""
    store.find_lead(scope, lead_id, deleted=True)
    return query_page(
        EventItem,
        keys.lead(scope, lead_id),
        range_condition=WorkspaceItem.sk.startswith(EVENT_PREFIX),
        limit=limit,
        descending=True,
        start=start,
    )
