"""Whether a flow can work as a whole: what its models can't tell one by one, each finding with its place. Pure."""

from __future__ import annotations

from typing import Any

from chalicelib.tenancy.setup import Part
from chalicelib.workflow.definition import FlowDefinition, Node

#: A shorter SLA is over before anybody could read of it.
LEAST_HOURS = 1 / 60
#: A run is found by each of them: an item each, in the transaction that writes up to 60 cards.
MOST_KEY_FIELDS = 10


class Finding(Part):
    """What is wrong (`zh`, `en`) and where (`place`, a dotted path)."""

    place: str
    zh: str
    en: str


def check_flow(
    flow: FlowDefinition, *, roles: frozenset[str], members: frozenset[str], stages: frozenset[str]
) -> list[Finding]:
    """What only the whole can tell. Empty: the flow can be saved.

    `roles` are the workspace's flow roles, `members` those who are there and may work, `stages` the leads' stages.
    """
    found: list[Finding] = []

    def wrong(place: str, zh: str, en: str) -> None:
        found.append(Finding(place=place, zh=zh, en=en))

    _check_ids(flow, wrong)
    fields, ids = {field.id for field in flow.fields}, {node.id for node in flow.nodes}
    for place, used in _used_fields(flow):
        if used not in fields:
            wrong(place, f"没有字段“{used}”", f"there is no field {used}")
    for place, stage in ((f"starts.on_stages.{at}", stage) for at, stage in enumerate(flow.starts.on_stages)):
        if stage not in stages:
            wrong(place, f"没有阶段“{stage}”", f"there is no stage {stage}")
    for at, node in enumerate(flow.nodes):
        for nth, before in enumerate(node.after):
            if before not in ids:
                wrong(f"nodes.{at}.after.{nth}", f"没有节点“{before}”", f"there is no node {before}")
            elif before == node.id:
                wrong(f"nodes.{at}.after.{nth}", "节点不能在自己之后", "a node cannot come after itself")
        if node.responsible.member and node.responsible.member not in members:
            wrong(
                f"nodes.{at}.responsible.member", "没有这个成员，或已离开", "there is no such member, or they have left"
            )
        for place, role in _used_roles(node):
            if role not in roles:
                wrong(f"nodes.{at}.{place}", f"没有协作角色“{role}”", f"there is no flow role {role}")
        mail = node.mail_when_done
        if mail is not None and mail.receipt is not None and mail.receipt not in ids:
            wrong(f"nodes.{at}.mail_when_done.receipt", f"没有节点“{mail.receipt}”", f"there is no node {mail.receipt}")
    _check_special_fields(flow, wrong)
    for at, node in enumerate(flow.nodes):
        _check_node(node, f"nodes.{at}", wrong)
    circle = _circle(flow)
    if circle:
        at = [node.id for node in flow.nodes].index(circle[0])
        path = " → ".join((*circle, circle[0]))
        wrong(f"nodes.{at}.after", f"节点互相等待：{path}", f"nodes wait for each other: {path}")
        _check_reach(flow, frozenset(circle), wrong)
    return found


def _check_ids(flow: FlowDefinition, wrong: Any) -> None:
    for what in ("nodes", "fields", "blocking_reasons"):
        seen: set[str] = set()
        for at, each in enumerate(getattr(flow, what)):
            if each.id in seen:
                wrong(f"{what}.{at}.id", f"“{each.id}”重复", f"{each.id} stands twice")
            seen.add(each.id)
    for at, node in enumerate(flow.nodes):
        for nth, before in enumerate(node.after):
            if before in node.after[:nth]:
                wrong(f"nodes.{at}.after.{nth}", f"“{before}”重复", f"{before} stands twice")


def _check_special_fields(flow: FlowDefinition, wrong: Any) -> None:
    """Of a kind that what they are for can use; and no more key fields than a transaction has room for."""
    promised = flow.field(flow.promised_field or "")
    if promised is not None and promised.type != "date":
        wrong("promised_field", f"“{promised.id}”应为日期字段", f"{promised.id} is not a date")
    for at in [at for at, field in enumerate(flow.fields) if field.is_key][MOST_KEY_FIELDS:]:
        wrong(f"fields.{at}.is_key", f"编号字段最多 {MOST_KEY_FIELDS} 个", f"at most {MOST_KEY_FIELDS} key fields")


def _check_node(node: Node, place: str, wrong: Any) -> None:
    """What a node says that could never be done, or never mean anything."""
    roles = {each for each in (node.needs.approval, node.gives.approval) if each}
    if len(roles) > 1:
        wrong(f"{place}.gives.approval", "一个节点只由一个协作角色审批", "a node is approved by one flow role")
    for nth, each in enumerate(node.when):
        if each.value is None and each.op not in ("empty", "filled"):
            wrong(f"{place}.when.{nth}.value", "须给出比较的值", "what is it compared with?")
    durations = {"complete": node.sla.complete, "respond": node.sla.respond}
    durations |= {f"by_priority.{name}": each for name, each in node.sla.by_priority.items()}
    for name, duration in durations.items():
        if duration is not None and (duration.hours or (duration.days or 0) * 24) < LEAST_HOURS:
            wrong(f"{place}.sla.{name}", "至少 1 分钟", "at least a minute")


def _check_reach(flow: FlowDefinition, circle: frozenset[str], wrong: Any) -> None:
    """Nodes behind a circle are never reached either: each is named, so that one sees what hangs on it."""
    done: set[str] = set()
    while True:
        ready = {node.id for node in flow.nodes if node.id not in done and set(node.after) <= done}
        if not ready:
            break
        done |= ready
    for at, node in enumerate(flow.nodes):
        if node.id not in done | circle:
            wrong(f"nodes.{at}", f"永远到不了节点“{node.id}”", f"the node {node.id} can never be reached")


def _circle(flow: FlowDefinition) -> tuple[str, ...]:
    """The nodes of one circle, in the order of work; empty when there is none."""
    after = {node.id: [each for each in node.after if flow.node(each) is not None] for node in flow.nodes}
    left = set(after)
    while True:
        free = {node for node in left if not any(before in left for before in after[node])}
        if not free:
            break
        left -= free
    if not left:
        return ()
    path, node = [], sorted(left)[0]
    while node not in path:
        path.append(node)
        node = next(before for before in after[node] if before in left)
    return tuple(reversed(path[path.index(node) :]))


def _used_fields(flow: FlowDefinition) -> list[tuple[str, str]]:
    """`(place, field)` of every mention of a field."""
    used = [(f"start_fields.{at}", field) for at, field in enumerate(flow.start_fields)]
    if flow.promised_field:
        used.append(("promised_field", flow.promised_field))
    for at, node in enumerate(flow.nodes):
        used += [(f"nodes.{at}.needs.fields.{nth}", field) for nth, field in enumerate(node.needs.fields)]
        used += [(f"nodes.{at}.gives.fields.{nth}", field) for nth, field in enumerate(node.gives.fields)]
        used += [(f"nodes.{at}.when.{nth}.field", each.field) for nth, each in enumerate(node.when)]
        if node.mail_when_done is not None:
            used.append((f"nodes.{at}.mail_when_done.field", node.mail_when_done.field))
    return used


def _used_roles(node: Node) -> list[tuple[str, str]]:
    """`(place within the node, flow role)` of every mention of a flow role."""
    used = [("responsible.role", node.responsible.role)] if node.responsible.role else []
    for what in ("needs", "gives"):
        approval = getattr(node, what).approval
        if approval:
            used.append((f"{what}.approval", approval))
    for at, rung in enumerate(node.ladder):
        used += [(f"ladder.{at}.to", to.removeprefix("role:")) for to in rung.to if to.startswith("role:")]
    used += [("tell_when_done", to.removeprefix("role:")) for to in node.tell_when_done if to.startswith("role:")]
    return used
