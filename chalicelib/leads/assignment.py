"""Who gets a lead: by hand, or by the workspace's rule with a cap per rep."""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import UpdateError

from chalicelib.core.errors import Forbidden, Invalid
from chalicelib.core.scope import Scope
from chalicelib.core.tables import WorkspaceItem
from chalicelib.leads import keys
from chalicelib.leads.change import Rules
from chalicelib.leads.errors import CapReached


class TurnItem(WorkspaceItem):
    class Meta(WorkspaceItem.Meta):
        pass

    turns = NumberAttribute(default=0)


def check_owner(scope: Scope, rules: Rules, owner_id: str) -> None:
    """A lead may go to a member who is here and may own; to others than oneself only by those who assign.

    Raises:
        Invalid, Forbidden
    """
    member = rules.members.get(owner_id)
    if member is None or not member.can_own_leads:
        raise Invalid.at(
            "owner_id", "no member who can own leads" if scope.locale == "en" else "没有可负责线索的该成员"
        )
    if owner_id != scope.member_id and not scope.is_system and "leads.assign" not in scope.may:
        raise Forbidden()


def by_rule(scope: Scope, rules: Rules, *, channel: str, region: str | None) -> str | None:
    """The rep whom the rule names, or None: no rule, nobody fits, or all are at their cap (it waits in the pool)."""
    rule = rules.setup.assignment
    if rule.rule == "none":
        return None
    candidates = [each for each in _candidates(rules, channel, region) if not _is_full(scope, rules, each)]
    if not candidates:
        return None
    if rule.rule == "by_load":
        return min(candidates, key=lambda each: open_leads(scope, each))
    return candidates[_turn(scope) % len(candidates)] if len(candidates) > 1 else candidates[0]


def _candidates(rules: Rules, channel: str, region: str | None) -> Sequence[str]:
    rule, active = rules.setup.assignment, {each.id for each in rules.members.active() if each.can_own_leads}
    if rule.rule == "by_channel":
        named = rule.by_channel.get(channel)
        wanted: Sequence[str] = [named] if named else rule.members
    elif rule.rule == "by_region":
        named = rule.by_region.get(region or "")
        wanted = [named] if named else [each.id for each in rules.members.active() if region and each.region == region]
    else:
        wanted = rule.members or sorted(each.id for each in rules.members.active() if each.role == "rep")
    return [each for each in wanted if each in active]


def _is_full(scope: Scope, rules: Rules, member_id: str) -> bool:
    cap = rules.setup.assignment.cap
    return cap is not None and open_leads(scope, member_id) >= cap


def open_leads(scope: Scope, member_id: str) -> int:
    """How many open leads a member has: a COUNT over their part of `by_owner`, which is small by nature."""
    return WorkspaceItem.count(
        keys.owner(scope, member_id),
        range_key_condition=WorkspaceItem.follow_up_order < keys.OPEN_END,
        index_name="by_owner",
    )


def check_cap(scope: Scope, rules: Rules, member_id: str) -> None:
    """For those who take leads themselves; who assigns by hand may go over the cap.

    Raises:
        CapReached
    """
    if _is_full(scope, rules, member_id):
        member = rules.members.get(member_id)
        raise CapReached(owner=member.name if member else member_id, cap=rules.setup.assignment.cap)


def _turn(scope: Scope) -> int:
    """The next number, atomically: two leads at the same moment go to two reps."""
    item = TurnItem(keys.turn(scope), "TURN")
    try:
        item.update(actions=[TurnItem.turns.add(1)])
    except UpdateError:
        return 0
    return int(item.turns)
