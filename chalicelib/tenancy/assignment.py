"""Rules of assignment never wait for somebody who can't take leads: who leaves goes out of them, in the same write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.core.errors import StaleVersion
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.tenancy import store
from chalicelib.tenancy.model import Member, Members
from chalicelib.tenancy.setup import Assignment, Setup
from chalicelib.tenancy.store import SetupItem


class RulesMoved(StaleVersion):
    """The set-up was changed between reading and writing: do it again."""


def without_member(rules: Assignment, member_id: str, heir_id: str | None) -> Assignment:
    """Channels and regions of the member go to the heir, or to nobody. Of a turn, the others stay; an empty one would
    mean everybody, so the heir takes the last place."""

    def handed(named: Mapping[str, str]) -> dict[str, str]:
        after = {what: heir_id if who == member_id else who for what, who in named.items()}
        return {what: who for what, who in after.items() if who is not None}

    members = tuple(each for each in rules.members if each != member_id)
    if rules.members and not members and heir_id is not None:
        members = (heir_id,)
    return rules.model_copy(
        update={"members": members, "by_channel": handed(rules.by_channel), "by_region": handed(rules.by_region)}
    )


def take_out(
    writes: Writes, scope: Scope, members: Members, member: Member, successor_id: str | None
) -> dict[str, Any]:
    """Add to the transaction the rules without `member`, for their successor or else their supervisor.

    Answers with the change for the event: `{"assignment": [before, after]}`, or nothing when no rule names them. The
    write fails with `RulesMoved` when somebody changes the settings at the same moment.
    """
    item = store.read_setup(scope, consistent=True)
    if item is None:
        return {}
    setup = store.workspace_of_item(item).setup
    after = without_member(setup.assignment, member.id, _heir(members, member, successor_id))
    if after == setup.assignment:
        return {}
    changed = setup.model_copy(update={"assignment": after})
    writes.update(item, [SetupItem.setup.set(_dumped(changed))], refusal=RulesMoved)
    return {"assignment": [setup.assignment.model_dump(mode="json"), after.model_dump(mode="json")]}


def _heir(members: Members, member: Member, successor_id: str | None) -> str | None:
    heir = members.get(successor_id) if successor_id else members.supervisor_of(member.id)
    return heir.id if heir is not None and heir.can_own_leads else None


def _dumped(setup: Setup) -> dict[str, Any]:
    return setup.model_dump(mode="json", by_alias=True)
