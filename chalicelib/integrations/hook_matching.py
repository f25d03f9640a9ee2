"""Which card an event is about: the one of the open run that has the event's key now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.core.errors import NotFound, Refused
from chalicelib.core.scope import Scope
from chalicelib.tenancy import service as tenancy
from chalicelib.workflow import service as workflow
from chalicelib.workflow.definition import FlowDefinition
from chalicelib.workflow.moving import card_at, run_and_place

from .connector_model import Intent
from .hook_values import as_fields


class NotMatched(Exception):
    """The event is to wait for somebody. `reason` is a key of `REASONS`, `facts` what goes with it."""

    def __init__(self, reason: str, **facts: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts

    @classmethod
    def refused(cls, refusal: Refused) -> NotMatched:
        return cls("refused", code=refusal.code, zh=refusal.detail("zh-CN"), en=refusal.detail("en"))


#: Why an event waits, in Chinese and in English.
REASONS: Mapping[str, tuple[str, str]] = {
    "no_key": ("事件中的 {path} 没有值", "the event has no value at {path}"),
    "no_run": ("没有「{field}」为 {key} 的流程", "no run has {key} in {field}"),
    "run_over": ("「{field}」为 {key} 的流程已结束", "the run with {key} in {field} is over"),
    "several_runs": ("有多个流程的「{field}」为 {key}", "several runs have {key} in {field}"),
    "no_card": ("流程中没有节点 {node}", "the run has no node {node}"),
    "refused": ("{zh}", "{en}"),
}


def reason_text(reason: str, facts: Mapping[str, Any], locale: str) -> str:
    zh, en = REASONS[reason]
    return (en if locale == "en" else zh).format_map(facts)


@dataclass(frozen=True)
class Found:
    course: workflow.Course
    card: workflow.Card


def find_cards(scope: Scope, intent: Intent) -> list[Found]:
    """The cards of the open runs that have the event's key now.

    Raises:
        NotMatched: there is none
    """
    rule, key = intent.rule, intent.key
    if rule.key is None or key is None:
        raise NotMatched("no_key", path=rule.key.path if rule.key else "")
    name = rule.key.field
    courses = runs_with_key(scope, intent)
    if not courses:
        raise NotMatched("no_run", field=name, key=key)
    going = [course for course in courses if course.run.state == "open"]
    if not going:
        raise NotMatched("run_over", field=name, key=key)
    found = [Found(course, course.cards[rule.node]) for course in going if rule.node in course.cards]  # type: ignore[index]
    if not found:
        raise NotMatched("no_card", node=rule.node)
    return found


def runs_with_key(scope: Scope, intent: Intent) -> list[workflow.Course]:
    """The runs, open or not, of the rule's flow that have the event's key now."""
    rule, key = intent.rule, intent.key
    if rule.key is None or key is None:
        return []
    name = rule.key.field
    return [
        course
        for run_id in workflow.runs_by_key(scope, name, key)
        if (course := _course(scope, run_id)) is not None
        and _same(course.values().get(name), key)
        and rule.flow in (None, course.flow.key)
    ]


def _course(scope: Scope, run_id: str) -> workflow.Course | None:
    try:
        return workflow.read_course(scope, run_id, consistent=True)
    except NotFound:  # a pointer outlives its run
        return None


def _same(value: Any, key: str) -> bool:
    return value is not None and str(value).strip().casefold() == key.strip().casefold()


def the_one(found: list[Found], intent: Intent) -> Found:
    """
    Raises:
        NotMatched: it may be any of several; `cards` are theirs
    """
    if len(found) > 1:
        name = intent.rule.key.field if intent.rule.key else ""
        raise NotMatched("several_runs", field=name, key=intent.key, cards=[each.card.id for each in found])
    return found[0]


def chosen_card(scope: Scope, card_id: str) -> Found:
    run_id, place = run_and_place(card_id)
    course = workflow.read_course(scope, run_id, consistent=True)
    return Found(course, card_at(course, place))


def values_of(scope: Scope, flow: FlowDefinition, intent: Intent) -> dict[str, Any]:
    setup = tenancy.setup_of(scope)
    return as_fields(flow, intent.values, ZoneInfo(setup.timezone), setup.currency)
