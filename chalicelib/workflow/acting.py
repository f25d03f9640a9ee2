"""What people do with a card: each a pure move of `moves.py` with who may, what is checked, and what is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.core.errors import Forbidden, Invalid
from chalicelib.core.events import EventKind, changes_between
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.workflow import moves, store
from chalicelib.workflow.definition import FlowDefinition
from chalicelib.workflow.errors import NotYours, RunClosed
from chalicelib.workflow.model import ROLE_PREFIX, Card, Course, Moved
from chalicelib.workflow.moving import Done, move_card
from chalicelib.workflow.people import People, Resolver, can_work, may_approve, may_change, may_lead
from chalicelib.workflow.values import checked_values, demand_room, demand_shown

Moved_ = tuple[Course, Card]


def start_card(scope: Scope, card_id: str, now: datetime, expected: int | None = None) -> Moved_:
    """Take a ready card in hand.

    Raises:
        NotFound, NotYours, AlreadyThere, CardWrongState, RunClosed, InputsMissing, NeedsApproval
    """

    def decide(course: Course, card: Card, _people: People) -> Done:
        return Done(moves.started(course, card, scope.member_id, now), EventKind.CARD_STARTED)

    return move_card(scope, card_id, now, decide, expected=expected)


def complete_card(
    scope: Scope,
    card_id: str,
    values: Mapping[str, Any],
    now: datetime,
    expected: int | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Moved_:
    """Done, with the values that the card asks for; what comes next begins.

    Raises:
        as `start_card`, OutputsMissing, and Invalid for a value
    """

    def decide(course: Course, card: Card, people: People) -> Done:
        recorded, changes = _recorded(scope, course, card, values)
        resolve = Resolver(scope, people)
        done = moves.completed(recorded.course, recorded.course.cards[card.node], scope.member_id, resolve, now)
        return Done(
            _both(recorded, done), EventKind.CARD_COMPLETED, dict(facts or {}), _with_state(changes, card, done),
            also=_key_pointers(scope, course, changes),
        )  # fmt: skip

    return move_card(scope, card_id, now, decide, expected=expected)


def block_card(
    scope: Scope, card_id: str, reason: str, note: str | None, now: datetime, expected: int | None = None
) -> Moved_:
    """It can't go on. The neighbours are told at once, with the reason.

    Raises:
        as `start_card`, and Invalid for a reason that the flow doesn't have
    """

    def decide(course: Course, card: Card, _people: People) -> Done:
        known = course.flow.reason(reason)
        if known is None or known.archived:
            ids = ", ".join(each.id for each in course.flow.blocking_reasons if not each.archived)
            raise Invalid.at("reason", f"one of: {ids}" if scope.locale == "en" else f"只能是：{ids}")
        return Done(
            moves.blocked(course, card, reason, note, now), EventKind.CARD_BLOCKED, {"reason": reason, "note": note}
        )

    return move_card(scope, card_id, now, decide, expected=expected)


def unblock_card(scope: Scope, card_id: str, now: datetime, expected: int | None = None) -> Moved_:
    """It goes on. Raises as `start_card`."""

    def decide(course: Course, card: Card, _people: People) -> Done:
        return Done(moves.unblocked(course, card, now), EventKind.CARD_UNBLOCKED, {"reason": card.reason})

    return move_card(scope, card_id, now, decide, expected=expected)


def reopen_card(scope: Scope, card_id: str, note: str, now: datetime, expected: int | None = None) -> Moved_:
    """A done card is in progress again, with its clock going on. Raises as `start_card`."""

    def decide(course: Course, card: Card, _people: People) -> Done:
        moved = moves.reopened(course, card, now)
        back = [each for each in moved.touched[1:] if moved.course.cards[each].state != course.cards[each].state]
        waits = [course.cards[each].id for each in back]
        return Done(moved, EventKind.CARD_REOPENED, {"note": note, "waiting_again": waits or None})

    return move_card(scope, card_id, now, decide, expected=expected)


def skip_card(scope: Scope, card_id: str, note: str, now: datetime, expected: int | None = None) -> Moved_:
    """A leader lets a card fall away. Raises as `start_card`."""
    if not may_lead(scope):
        raise Forbidden()

    def decide(course: Course, card: Card, people: People) -> Done:
        return Done(
            moves.skipped(course, card, note, Resolver(scope, people), now), EventKind.CARD_SKIPPED, {"note": note}
        )

    return move_card(scope, card_id, now, decide, expected=expected, anyone=True)


def hand_over_card(
    scope: Scope, card_id: str, to: str, note: str | None, now: datetime, expected: int | None = None
) -> Moved_:
    """Give the card to another member, or back to a flow role (`role:<id>`).

    Raises:
        as `start_card`, and Invalid for somebody who can't work on it
    """

    def decide(course: Course, card: Card, people: People) -> Done | None:
        if to == card.holder:
            return None
        _demand_holder(scope, people, to)
        return Done(
            moves.handed_over(course, card, to), EventKind.CARD_HANDED_OVER, {"note": note},
            {"holder": [card.holder, to]},
        )  # fmt: skip

    return move_card(scope, card_id, now, decide, expected=expected)


def approve_card(scope: Scope, card_id: str, note: str | None, now: datetime, expected: int | None = None) -> Moved_:
    """Say yes, for a node that needs the approval of a flow role.

    Raises:
        NotFound, NotYours, CardWrongState, RunClosed, Invalid: the node needs none
    """

    def decide(course: Course, card: Card, people: People) -> Done | None:
        node = course.node(card)
        role = node.needs.approval or node.gives.approval
        if role is None:
            raise Invalid("This card needs no approval." if scope.locale == "en" else "这张卡片不需要审批。")
        if not may_approve(scope, people, role):
            raise NotYours()
        if card.approval is not None:
            return None
        return Done(moves.approved(course, card, scope.member_id, now), EventKind.CARD_APPROVED, {"note": note})

    return move_card(scope, card_id, now, decide, expected=expected, anyone=True)


def record_values(
    scope: Scope, card_id: str, values: Mapping[str, Any], now: datetime, expected: int | None = None
) -> Moved_:
    """Record or correct fields; a correction is seen by all who use the field.

    Raises:
        NotFound, NotYours, AlreadyThere, RunClosed, Invalid
    """

    def decide(course: Course, card: Card, _people: People) -> Done | None:
        if course.run.state != "open":
            raise RunClosed()
        if card.holder is None and not may_change(scope, course.run):
            raise NotYours()
        moved, changes = _recorded(scope, course, card, values)
        if not changes:
            return None
        return Done(
            moved, EventKind.CARD_RECORDED, _users_of(course, card, changes), changes,
            also=_key_pointers(scope, course, changes),
        )  # fmt: skip

    return move_card(scope, card_id, now, decide, expected=expected)


def watch_card(scope: Scope, card_id: str, on: bool, now: datetime, expected: int | None = None) -> Moved_:
    """Hear of what becomes of a card, or no longer. Raises NotFound."""

    def decide(course: Course, card: Card, _people: People) -> Done | None:
        if (scope.member_id in card.watchers) == on:
            return None
        others = tuple(each for each in card.watchers if each != scope.member_id)
        watchers = (*others, scope.member_id) if on else others
        moved = moves.watched(course, card, watchers)
        return Done(moved, EventKind.CARD_WATCHED, {"on": on})

    return move_card(scope, card_id, now, decide, expected=expected, anyone=True)


# Within


def _recorded(
    scope: Scope, course: Course, card: Card, values: Mapping[str, Any]
) -> tuple[Moved, dict[str, list[Any]]]:
    """The course with `values` in it, and what changed by it."""
    demand_shown(scope, course.flow, values)
    checked = checked_values(scope, course.flow, values)
    changes = {f"values.{name}": both for name, both in changes_between(_known(course, checked), checked).items()}
    if not changes:
        return Moved(course, (card.node,)), {}
    changed = {name.removeprefix("values."): checked[name.removeprefix("values.")] for name in changes}
    recorded = moves.recorded(course, card, changed)
    demand_room(scope, recorded.course.values())
    return recorded, changes


def _key_pointers(scope: Scope, course: Course, changes: Mapping[str, list[Any]]) -> Callable[[Writes], None]:
    values = {name.removeprefix("values."): both[1] for name, both in changes.items()}
    return lambda writes: store.add_key_pointers(writes, scope, course, values)


def _known(course: Course, asked: Mapping[str, Any]) -> dict[str, Any]:
    known = course.values()
    return {name: known.get(name) for name in asked}


def _both(first: Moved, second: Moved) -> Moved:
    touched = tuple(dict.fromkeys((*second.touched, *first.touched)))
    return Moved(second.course, touched, second.readied, second.skipped, first.run or second.run)


def _with_state(changes: dict[str, list[Any]], card: Card, done: Moved) -> dict[str, list[Any]]:
    return {"state": [card.state, done.course.cards[card.node].state], **changes}


def _users_of(course: Course, card: Card, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The other cards that asked for a changed field and are at work or done: their holders are told."""
    changed = {name.removeprefix("values.") for name in changes}
    used = [
        each.id
        for each in course.cards.values()
        if each.node != card.node and each.state not in ("waiting", "skipped") and changed & _asked(course.flow, each)
    ]
    return {"used_by": used or None}


def _asked(flow: FlowDefinition, card: Card) -> set[str]:
    node = flow.node(card.node)
    return set(node.needs.fields) | set(node.gives.fields) if node else set()


def _demand_holder(scope: Scope, people: People, to: str) -> None:
    if to.startswith(ROLE_PREFIX):
        if people.roles.role(to.removeprefix(ROLE_PREFIX)) is not None:
            return
    else:
        member = people.members.get(to)
        if member is not None and can_work(member):
            return
    raise Invalid.at(
        "to", "no member or flow role who can work on it" if scope.locale == "en" else "没有可接手的该成员或协作角色"
    )
