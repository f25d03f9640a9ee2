"""After a change of the set-up: open leads get new deadlines, and leads of archived stages move to their targets.

The work is one item with a deadline, written with the change itself, so that neither can be without the other. It goes
stage by stage and page by page, keeps its place, and may be killed anywhere: each page converges to the present rules.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.core.clock import to_text
from chalicelib.core.deadlines import DueKey, set_due
from chalicelib.core.errors import Contention, Invalid, NotFound, StaleVersion
from chalicelib.core.events import EventKind
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, get, get_many, query_page
from chalicelib.core.tables import CompactJson, VersionedItem, WorkspaceItem
from chalicelib.core.tries import pause
from chalicelib.leads import keys, model, projection, store
from chalicelib.leads.change import Change, Rules, apply_change, limits
from chalicelib.leads.errors import CurrencyInUse, StageHasLeads
from chalicelib.leads.model import Lead
from chalicelib.leads.silence import under_new_limits
from chalicelib.tenancy.setup import Setup, Stage

_PAGE = 100
_TRIES = 6
_RECOMPUTE = "RECOMPUTE"
DEADLINE_KIND = "leads.recompute"


class RecomputeItem(VersionedItem):
    """`work`: {"stages": [...still to do], "targets": {archived: target}, "after": position in the first stage}."""

    class Meta(VersionedItem.Meta):
        pass

    work = CompactJson()


def follow_setup_change(
    scope: Scope, before: Setup, after: Setup, targets: Mapping[str, str], writes: Writes, now: datetime
) -> None:
    """Add to the change's own transaction what it means for leads.

    Raises:
        StageHasLeads: an archived stage still holds leads and no target is named.
        CurrencyInUse: sums of old and new amounts would say nothing.
        Invalid: a target that is not a live stage.
    """
    if after.currency != before.currency and (count := projection.leads_with_amounts(scope)):
        raise CurrencyInUse(count=count, extra={"count": count})
    live = {stage.id for stage in after.stages if not stage.archived}
    archived = [stage for stage in before.stages if not stage.archived and stage.id not in live]
    moves: dict[str, str] = {}
    for stage in archived:
        target = targets.get(stage.id)
        if target is None:
            if _holds_leads(scope, stage.id):
                raise _stage_has_leads(scope, stage)
        elif target not in live:
            raise Invalid.at(
                "stage_targets",
                f"{target}: not a live stage" if scope.locale == "en" else f"{target}：不是使用中的阶段",
            )
        else:
            moves[stage.id] = target
    stages = list(moves)
    if _limits_changed(before, after):
        stages += [stage.id for stage in after.stages if stage.kind == "open" and stage.id not in moves]
    if not stages:
        return
    item = get(RecomputeItem, keys.recompute(scope), _RECOMPUTE, consistent=True)
    left = item.work if item else {"stages": [], "targets": {}}
    item = item or RecomputeItem(keys.recompute(scope), _RECOMPUTE)
    item.work = {"stages": list(dict.fromkeys([*left["stages"], *stages])), "targets": {**left["targets"], **moves}}
    set_due(item, DEADLINE_KIND, now)
    writes.put(item, refusal=StaleVersion)


def _stage_has_leads(scope: Scope, stage: Stage) -> StageHasLeads:
    """The count is the board's, which may be a moment behind the index that found a lead: so it is at least one."""
    count = max(1, projection.leads_in_stage(scope, stage.id))
    name = stage.names.pick("en" if scope.locale == "en" else "zh-CN")
    return StageHasLeads(stage=name, count=count, extra={"count": count})


def _limits_changed(before: Setup, after: Setup) -> bool:
    def relevant(setup: Setup) -> object:
        return [limits(setup, stage.id) for stage in after.stages], setup.calendar, setup.timezone

    return relevant(before) != relevant(after)


def _holds_leads(scope: Scope, stage_id: str) -> bool:
    page = query_page(WorkspaceItem, keys.stage(scope, stage_id), index="by_stage", limit=1, attributes=["pk"])
    return bool(page.items)


def recompute(scope: Scope, _due: Sequence[DueKey], now: datetime, *, seconds: float = 20.0) -> None:
    """Handler of `leads.recompute`, and what the change itself runs at once for as long as it may wait."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        item = get(RecomputeItem, keys.recompute(scope), _RECOMPUTE, consistent=True)
        if item is None or not item.work["stages"]:
            return
        work = item.work
        stage_id = work["stages"][0]
        page = query_page(
            WorkspaceItem,
            keys.stage(scope, stage_id),
            index="by_stage",
            limit=_PAGE,
            start=work.get("after"),
            attributes=["pk", "sk", "stage_key", "follow_up_order"],
        )
        _converge(scope, [each.pk for each in page.items], work["targets"], now)
        _keep_place(item, page.next_key, now)


def _keep_place(item: RecomputeItem, after: object, now: datetime) -> None:
    work = item.work
    if after is not None:
        item.work = {**work, "after": after}
    else:
        targets = {old: new for old, new in work["targets"].items() if old != work["stages"][0]}
        item.work = {"stages": work["stages"][1:], "targets": targets}
    writes = Writes()
    set_due(item, DEADLINE_KIND, now if item.work["stages"] else None)
    writes.put(item, refusal=StaleVersion)
    try:
        writes.commit()
    except StaleVersion:
        return  # another change was added, or another sweep is at it: it is read anew


def _converge(scope: Scope, pks: list[str], targets: Mapping[str, str], now: datetime) -> None:
    rules = Rules.of(scope)
    for item in get_many(store.LeadItem, [(pk, keys.LEAD) for pk in pks], consistent=True):
        lead = store.lead_of(item)
        target = targets.get(lead.stage)
        try:
            if target is not None:
                _move_to_target(scope, lead.id, target, now)
            else:
                _set_deadline(scope, rules, item, now)
        except NotFound:
            continue  # deleted at this moment


def _move_to_target(scope: Scope, lead_id: str, target: str, now: datetime) -> None:
    def decide(lead: Lead, rules: Rules) -> Change | None:
        stage = rules.stage(target)
        if lead.stage == stage.id:
            return None
        kind, lost = stage.kind, lead.lost_reason
        after = replace(model.moved(lead, stage.id, kind, now, lost_reason=lost, touches=False), updated_at=now)
        facts = {"from": lead.stage, "to": stage.id, "entered_at": to_text(lead.stage_since), "bulk": True}
        return Change(after, EventKind.LEAD_STAGE_MOVED, facts)

    apply_change(scope, lead_id, now, decide)


def _set_deadline(scope: Scope, rules: Rules, item: store.LeadItem, now: datetime) -> None:
    for attempt in range(_TRIES):
        lead = store.lead_of(item)
        after = under_new_limits(lead, limits(rules.setup, lead.stage), rules.calendar, now)
        deadline = rules.deadline(after)
        if after == lead and item.due_at == (to_text(deadline[0]) if deadline else None):
            return
        writes = Writes()
        store.put_lead(writes, scope, after, deadline)
        try:
            writes.commit()
            return
        except StaleVersion:
            pause(attempt)
        changed = get(store.LeadItem, item.pk, keys.LEAD, consistent=True)
        if changed is None:
            return
        item = changed
    raise Contention()
