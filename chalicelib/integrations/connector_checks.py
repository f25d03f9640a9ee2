"""Whether a mapping fits the flows of its workspace: pure, with every finding and its place."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.errors import FieldError
from chalicelib.workflow.definition import FlowDefinition

from .connector_model import Mapping, Rule


def check_mapping(mapping: Mapping, flows: Sequence[FlowDefinition], locale: str) -> list[FieldError]:
    """Empty: every rule can be done in at least one of `flows` (those that are in use)."""
    found: list[FieldError] = []
    for at, rule in enumerate(mapping.rules):
        found += _check_rule(rule, f"mapping.rules.{at}", flows, locale == "en")
    return found


def _check_rule(rule: Rule, place: str, flows: Sequence[FlowDefinition], en: bool) -> list[FieldError]:
    meant = [flow for flow in flows if rule.flow in (None, flow.key)]
    if not meant:
        name = rule.flow or ""
        text = f"there is no flow {name} in use" if en else f"没有启用的协作流“{name}”"
        return [FieldError(f"{place}.flow", text)]
    # Of several flows one that fits is enough; where none does, the one that comes nearest is spoken of.
    return min((_misfits(rule, place, flow, en) for flow in meant), key=len)


def _misfits(rule: Rule, place: str, flow: FlowDefinition, en: bool) -> list[FieldError]:
    found: list[FieldError] = []

    def wrong(at: str, english: str, chinese: str) -> None:
        found.append(FieldError(f"{place}.{at}", english if en else chinese))

    if rule.node is not None and flow.node(rule.node) is None:
        wrong("node", f"the flow {flow.key} has no node {rule.node}", f"协作流 {flow.key} 没有节点“{rule.node}”")
    if rule.key is not None:
        key = flow.field(rule.key.field)
        if key is None or not key.is_key:
            wrong(
                "key.field",
                f"the flow {flow.key} has no key field {rule.key.field}",
                f"协作流 {flow.key} 没有可作编号的字段“{rule.key.field}”",
            )
    for name in rule.values:
        if flow.field(name) is None:
            wrong(f"values.{name}", f"the flow {flow.key} has no field {name}", f"协作流 {flow.key} 没有字段“{name}”")
    reason = flow.reason(rule.reason) if rule.reason else None
    if rule.reason is not None and (reason is None or reason.archived):
        wrong(
            "reason",
            f"the flow {flow.key} has no blocking reason {rule.reason}",
            f"协作流 {flow.key} 没有阻塞原因“{rule.reason}”",
        )
    return found
