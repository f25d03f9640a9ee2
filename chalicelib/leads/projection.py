"""Read models that follow the leads by the event stream: search postings and the pipeline's counts and amounts.

Each lead has a shadow (`VIEW`) that says what of it is in the read models, and as of which version. A refresh compares
it with the lead as it is now, writes the difference and moves the shadow under its version: so events may come twice,
late or out of order, and two refreshes at once don't count a lead twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pynamodb.attributes import NumberAttribute

from chalicelib.core.errors import Contention, Refused, StaleVersion
from chalicelib.core.events import Event
from chalicelib.core.scope import Scope
from chalicelib.core.store import MOST_ACTIONS, Writes, get_many, query_all, write_batch
from chalicelib.core.tables import CompactJson, VersionedItem, WorkspaceItem
from chalicelib.core.tries import pause
from chalicelib.leads import keys, search, store
from chalicelib.leads.model import Lead

#: Leads refreshed by one transaction: a shadow each, and the pipeline cells that they share.
_GROUP = 40
_TRIES = 8
#: Amounts are summed as whole ten-thousandths, exactly: the finest that money has here.
_UNIT = Decimal(10_000)


class ViewItem(VersionedItem):
    """`shown`: {"v": version of the lead, "t": [texts], "c": [stage, owner, currency, units] or None}."""

    class Meta(VersionedItem.Meta):
        pass

    shown = CompactJson()


class CellItem(WorkspaceItem):
    """One cell of the pipeline: leads of a stage, an owner and a currency."""

    class Meta(WorkspaceItem.Meta):
        pass

    leads = NumberAttribute(default=0)
    units = NumberAttribute(default=0)
    silent = NumberAttribute(default=0)


@dataclass(frozen=True)
class Cell:
    stage: str
    owner_id: str | None
    currency: str | None
    leads: int
    silent: int
    amount: Decimal


def follow(scope: Scope, events: Sequence[Event]) -> None:
    """Publish handler of every lead event."""
    refresh(scope, list(dict.fromkeys(event.about for event in events)))


def refresh(scope: Scope, lead_ids: Sequence[str]) -> None:
    for start in range(0, len(lead_ids), _GROUP):
        group = lead_ids[start : start + _GROUP]
        try:
            _refresh_group(scope, group)
        except Refused:
            for lead_id in group:
                _refresh_one(scope, lead_id)


def _refresh_one(scope: Scope, lead_id: str) -> None:
    for attempt in range(_TRIES):
        try:
            _refresh_group(scope, [lead_id])
            return
        except (StaleVersion, Contention):
            pause(attempt)  # another refresh moved the shadow, or writes the same cell: compare again
    raise Contention()


def _refresh_group(scope: Scope, lead_ids: Sequence[str]) -> None:
    leads = {lead.id: lead for lead in store.find_leads(scope, list(lead_ids), consistent=True)}
    views = {
        keys.lead_id_of(item.pk): item
        for item in get_many(ViewItem, [(keys.lead(scope, each), keys.VIEW) for each in lead_ids], consistent=True)
    }
    writes, cells = Writes(), defaultdict[str, list[int]](lambda: [0, 0, 0])
    added: list[Any] = []
    removed: list[Any] = []
    for lead_id, lead in leads.items():
        view = views.get(lead_id) or ViewItem(keys.lead(scope, lead_id), keys.VIEW, shown={"v": 0, "t": [], "c": None})
        before, after = view.shown, _shown(lead)
        if before["v"] >= after["v"]:
            continue
        old, new = search.suffixes(before["t"]), search.suffixes(after["t"])
        added += search.postings(scope, lead_id, new - old)
        removed += search.postings(scope, lead_id, old - new)
        _count(cells, before["c"], -1)
        _count(cells, after["c"], 1)
        view.shown = after
        writes.put(view, refusal=StaleVersion)
    if len(writes) + len(cells) > MOST_ACTIONS:
        middle = len(lead_ids) // 2
        _refresh_group(scope, lead_ids[:middle])
        _refresh_group(scope, lead_ids[middle:])
        return
    # First what is to be found, then the shadow that says so, then what is no longer to be found: a crash in between
    # leaves at worst a posting whose lead doesn't hold the words any more.
    write_batch(puts=added)
    for name, (count, units, silent) in cells.items():
        if count or units or silent:
            cell = CellItem(keys.pipeline(scope), name)
            actions = [CellItem.leads.add(count), CellItem.units.add(units), CellItem.silent.add(silent)]
            writes.update(cell, actions)
    writes.commit()
    if removed:
        write_batch(deletes=removed)
        _put_back(scope, {keys.lead_id_of(item.pk): item.shown["v"] for item in views.values()})


def _put_back(scope: Scope, versions: dict[str, int]) -> None:
    """Where a lead was refreshed again meanwhile, the postings just deleted may be wanted again."""
    for item in get_many(ViewItem, [(keys.lead(scope, each), keys.VIEW) for each in versions], consistent=True):
        lead_id = keys.lead_id_of(item.pk)
        if item.shown["v"] != versions[lead_id]:
            write_batch(puts=search.postings(scope, lead_id, search.suffixes(item.shown["t"])))


def _shown(lead: Lead) -> dict[str, Any]:
    if lead.deleted_at is not None:
        return {"v": lead.version, "t": [], "c": None}
    units = int(Decimal(lead.amount) * _UNIT) if lead.amount else 0
    cell = [lead.stage, lead.owner_id or keys.POOL, lead.currency or "", units, int(lead.silent_since is not None)]
    return {"v": lead.version, "t": search.texts_of(lead), "c": cell}


def _count(cells: defaultdict[str, list[int]], cell: list[Any] | None, sign: int) -> None:
    if cell is not None:
        stage, owner, currency, units, silent = cell
        sums = cells[f"{stage}#{owner}#{currency}"]
        sums[0] += sign
        sums[1] += sign * units
        sums[2] += sign * silent


def leads_in_stage(scope: Scope, stage_id: str) -> int:
    """How many leads the pipeline counts in a stage, of all owners: one Query."""
    mine = CellItem.sk.startswith(f"{stage_id}#")
    return sum(int(item.leads) for item in query_all(CellItem, keys.pipeline(scope), range_key_condition=mine))


def leads_with_amounts(scope: Scope) -> int:
    """How many leads of the pipeline have an amount, of all stages and owners: one Query."""
    return sum(int(item.leads) for item in query_all(CellItem, keys.pipeline(scope)) if item.sk.rpartition("#")[2])


def pipeline(scope: Scope) -> list[Cell]:
    """Counts and amounts by stage, owner and currency, within the rows that the scope sees: one Query."""
    cells: list[Cell] = []
    for item in query_all(CellItem, keys.pipeline(scope)):
        stage, owner, currency = item.sk.split("#")
        owner_id = None if owner == keys.POOL else owner
        if item.leads and store.is_visible(scope, owner_id):
            amount = Decimal(int(item.units)) / _UNIT
            cells.append(Cell(stage, owner_id, currency or None, int(item.leads), int(item.silent), amount))
    return cells
