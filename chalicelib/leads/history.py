"""Changes of owner in a lead's past, for samples: recorded as the use cases do, but nobody is told any more."""

from __future__ import annotations

from datetime import datetime

from chalicelib.core.events import EventKind
from chalicelib.core.scope import Scope
from chalicelib.leads import model
from chalicelib.leads.change import Change, Rules, apply_change
from chalicelib.leads.model import Lead


def assigned_then(scope: Scope, lead_id: str, owner_id: str, at: datetime) -> Lead:
    """That the scope's member gave the lead to `owner_id` at `at`.

    Raises:
        NotFound, Contention
    """

    def decide(lead: Lead, _rules: Rules) -> Change:
        facts = {"from": lead.owner_id, "to": owner_id}
        return Change(model.owned_by(lead, owner_id, at), EventKind.LEAD_ASSIGNED, facts)

    return apply_change(scope, lead_id, at, decide)


def returned_then(scope: Scope, lead_id: str, at: datetime) -> Lead:
    """That the workspace's limit sent the silent lead back to the pool at `at`.

    Raises:
        NotFound, Contention
    """

    def decide(lead: Lead, _rules: Rules) -> Change:
        facts = {"owner_id": lead.owner_id, "stage": lead.stage, "steps": [["lead.pool_return", 1]]}
        return Change(model.owned_by(lead, None, at), EventKind.LEAD_RETURNED, facts)

    return apply_change(scope, lead_id, at, decide)
