"""What an event would do, with nothing changed: the moves are decided, and thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from chalicelib.core.errors import Invalid, Refused
from chalicelib.core.scope import Scope
from chalicelib.workflow import moves
from chalicelib.workflow import service as workflow
from chalicelib.workflow.model import missing_fields
from chalicelib.workflow.values import checked_values

from .connector_model import Intent
from .hook_matching import Found, NotMatched, find_cards, the_one, values_of


@dataclass(frozen=True)
class Foreseen:
    """What an event would do. `refusal` is why it would wait."""

    found: list[Found] = field(default_factory=list)
    values: Mapping[str, Any] = field(default_factory=dict)
    refusal: NotMatched | None = None


def foresee(scope: Scope, intent: Intent, now: datetime) -> Foreseen:
    """What `act_on_event` would do, with nothing changed."""
    if intent.rule.action == "start":
        return _foresee_start(scope, intent)
    found: list[Found] = []
    values: Mapping[str, Any] = {}
    try:
        found = find_cards(scope, intent)
        one = the_one(found, intent)
        values = values_of(scope, one.course.flow, intent)
        _try(scope, intent, one, values, now)
    except NotMatched as why:
        return Foreseen(found, values, why)
    except Refused as refusal:
        return Foreseen(found, values, NotMatched.refused(refusal))
    return Foreseen(found, values)


def _foresee_start(scope: Scope, intent: Intent) -> Foreseen:
    values: Mapping[str, Any] = {}
    try:
        flow = workflow.find_flow(scope, intent.rule.flow or "").definition
        values = values_of(scope, flow, intent)
        checked = checked_values(scope, flow, values)
        lacking = missing_fields(flow.start_fields, checked)
        if lacking:
            raise Invalid.at(f"values.{lacking[0]}", "is missing" if scope.locale == "en" else "缺少")
    except Refused as refusal:
        return Foreseen([], values, NotMatched.refused(refusal))
    return Foreseen([], values)


def _try(scope: Scope, intent: Intent, found: Found, values: Mapping[str, Any], now: datetime) -> None:
    """The move decided, and thrown away.

    Raises:
        what the move would refuse
    """
    course, card, rule = found.course, found.card, intent.rule
    if rule.action in ("complete", "record"):
        course = moves.recorded(course, card, checked_values(scope, course.flow, values)).course
    if rule.action == "complete":
        moves.completed(course, course.cards[card.node], scope.member_id, lambda *_: (None, None), now)
    elif rule.action == "block":
        known = course.flow.reason(rule.reason or "")
        if known is None or known.archived:
            _no_reason(scope, rule.reason or "")
        moves.blocked(course, card, known.id, intent.text, now)


def _no_reason(scope: Scope, reason: str) -> NoReturn:
    raise Invalid.at("reason", f"no reason {reason}" if scope.locale == "en" else f"没有原因 {reason}")
