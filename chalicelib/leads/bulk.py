"""One action on up to 500 leads, with a result for each. A bulk edit does not touch: silence goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.errors import NotFound, Refused, StaleVersion
from chalicelib.core.scope import Scope
from chalicelib.core.store import MOST_ACTIONS, Writes
from chalicelib.leads import service, store
from chalicelib.leads.change import Change, Rules, add_change, apply_change
from chalicelib.leads.model import Lead
from chalicelib.leads.schemas import HoldRequest, StageMove

MOST_LEADS = 500
Decide = Callable[[Lead, Rules], Change | None]
#: Leads whose changes share a transaction: each is at most lead, event, customer and a notice.
_GROUP = MOST_ACTIONS // 4


@dataclass(frozen=True)
class Outcome:
    """`refused` is None where it was done (or there was nothing to do)."""

    lead_id: str
    version: int | None
    refused: Refused | None


def assign(
    scope: Scope, lead_ids: Sequence[str], owner_id: str | None, reason: str | None, now: datetime
) -> list[Outcome]:
    def decide(lead: Lead, rules: Rules) -> Change | None:
        return service.assigned_change(scope, rules, lead, owner_id, reason, now, touches=False)

    return _each(scope, lead_ids, now, decide)


def move(scope: Scope, lead_ids: Sequence[str], wanted: StageMove, now: datetime) -> list[Outcome]:
    return _each(scope, lead_ids, now, lambda lead, rules: service.moved_in_bulk(scope, rules, lead, wanted, now))


def hold(scope: Scope, lead_ids: Sequence[str], wanted: HoldRequest, now: datetime) -> list[Outcome]:
    return _each(scope, lead_ids, now, lambda lead, rules: service.held_change(scope, rules, lead, wanted, now))


def _each(scope: Scope, lead_ids: Sequence[str], now: datetime, decide: Decide) -> list[Outcome]:
    """Many in a transaction; a group that is refused for one lead's sake is done lead by lead."""
    wanted = list(dict.fromkeys(lead_ids))
    outcomes: dict[str, Outcome] = {}
    rules = Rules.of(scope)
    for start in range(0, len(wanted), _GROUP):
        group = wanted[start : start + _GROUP]
        try:
            outcomes |= _together(scope, rules, group, now, decide)
        except Refused:
            outcomes |= {lead_id: _alone(scope, lead_id, now, decide) for lead_id in group}
    return [outcomes[lead_id] for lead_id in wanted]


def _together(scope: Scope, rules: Rules, group: Sequence[str], now: datetime, decide: Decide) -> dict[str, Outcome]:
    leads = {lead.id: lead for lead in store.find_leads(scope, list(group), consistent=True)}
    writes, outcomes, books = Writes(), dict[str, Outcome](), set[str]()
    for lead_id in group:
        lead = leads.get(lead_id)
        if lead is None or lead.deleted_at is not None or not store.is_visible(scope, lead.owner_id):
            raise NotFound()
        if lead.customer_id in books:
            raise StaleVersion()  # two leads of one customer cannot share a transaction: its books are written once
        books.add(lead.customer_id)
        change = decide(lead, rules)
        version = lead.revision
        if change is not None:
            add_change(writes, scope, rules, lead, change, now)
            version += 1
        outcomes[lead_id] = Outcome(lead_id, version, None)
    writes.commit()
    return outcomes


def _alone(scope: Scope, lead_id: str, now: datetime, decide: Decide) -> Outcome:
    try:
        lead = apply_change(scope, lead_id, now, decide)
    except Refused as refused:
        return Outcome(lead_id, None, refused)
    return Outcome(lead_id, lead.revision, None)
