"""The timeliness report as it is shown: names instead of ids, and of people only those that the reader answers for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chalicelib.core.errors import NotFound
from chalicelib.core.scope import Scope
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.model import Members
from chalicelib.workflow import flow_store, timeliness
from chalicelib.workflow.definition import FlowDefinition, Node
from chalicelib.workflow.flow_store import Flow
from chalicelib.workflow.people import People
from chalicelib.workflow.report_schemas import (
    BlockingView,
    ChangeView,
    Definition,
    FiguresView,
    NodeFigures,
    PersonFigures,
    RetellingsView,
    RoleFigures,
    TimelinessView,
    TimesView,
    month_text,
)
from chalicelib.workflow.timeliness import Blocking, DoneCard, Figures, Times, figures, grouped
from chalicelib.workflow.timeliness_reading import Report
from chalicelib.workflow.timeliness_texts import definitions, word

Cards = Sequence[DoneCard]


def timeliness_view(scope: Scope, report: Report) -> TimelinessView:
    drawn = _Drawn(scope, report, People.of(scope))
    members = shown_people(scope, drawn.people.members)
    return TimelinessView(
        month=month_text(report.month.first),
        title=f"{word('title', scope.locale)} · {month_text(report.month.first)}",
        timezone=tenancy.setup_of(scope).timezone,
        begins=report.month.begins,
        ends=report.month.ends,
        as_of=report.now,
        is_over=report.month.ends <= report.now,
        flow_id=report.flow.id if report.flow else None,
        flow_name=drawn.names.flow(report.flow.id) if report.flow else None,
        total=FiguresView(**drawn.total()),
        roles=drawn.roles(),
        nodes=drawn.nodes(),
        people=None if members is None else drawn.persons(members),
        reasons=drawn.blocking(figures(report.after).reasons),
        definitions=[Definition(term=term, name=name, text=text) for term, name, text in definitions(scope.locale)],
    )


def shown_people(scope: Scope, members: Members) -> Collection[str] | None:
    """Whose figures the caller may see by name: all for owners and admins, their own line for managers."""
    if scope.role in ("owner", "admin"):
        return {member.id for member in members.all()}
    return members.line_of(scope.member_id) if scope.role == "manager" else None


@dataclass(frozen=True)
class Names:
    """Names in the caller's language. What has gone from the newest version of a flow is looked up in earlier ones."""

    scope: Scope
    flows: Mapping[str, Flow]
    people: People

    def flow(self, flow_id: str) -> str:
        flow = self.flows.get(flow_id)
        return self._pick(flow.definition) if flow else flow_id

    def node(self, flow_id: str, node_id: str) -> str:
        node = self.find_node(flow_id, node_id)
        return self._pick(node) if node else node_id

    def role(self, role_id: str | None) -> str:
        if role_id is None:
            return word("no_role", self.scope.locale)
        role = self.people.roles.role(role_id)
        return self._pick(role) if role else role_id

    def reason(self, reason_id: str) -> str:
        """Reasons of one id are one reason, whatever flow they are of; packs share them."""
        for flow_id in self.flows:
            for version in self._versions(flow_id):
                reason = version.reason(reason_id)
                if reason is not None:
                    return self._pick(reason)
        return reason_id

    def find_node(self, flow_id: str, node_id: str) -> Node | None:
        for version in self._versions(flow_id):
            node = version.node(node_id)
            if node is not None:
                return node
        return None

    def _versions(self, flow_id: str) -> Iterator[FlowDefinition]:
        """The newest first; earlier ones are read only when they are asked for."""
        flow = self.flows.get(flow_id)
        if flow is None:
            return
        yield flow.definition
        for number in range(flow.number - 1, 0, -1):
            try:
                yield flow_store.version_of(self.scope, flow_id, number)
            except NotFound:
                continue

    def _pick(self, named: Any) -> str:
        return str(named.names.pick("en" if self.scope.locale == "en" else "zh-CN"))


@dataclass(frozen=True)
class _Drawn:
    """The report's sections."""

    scope: Scope
    report: Report
    people: People

    @cached_property
    def names(self) -> Names:
        return Names(self.scope, {flow.id: flow for flow in self.report.flows}, self.people)

    def total(self) -> dict[str, Any]:
        return self.values(self.report.after, self.report.before, self._known(sum((self.report.late or {}).values())))

    def roles(self) -> list[RoleFigures]:
        after = grouped(self.report.after, lambda card: card.role)
        before = grouped(self.report.before, lambda card: card.role)
        order = {role.id: at for at, role in enumerate(self.people.roles.roles)}
        found = {*after, *before, *self._late_by_role}
        return [
            RoleFigures(
                role=role,
                name=self.names.role(role),
                **self.values(after.get(role, ()), before.get(role, ()), self._known(self._late_by_role[role])),
            )
            for role in sorted(found, key=lambda each: (each is None, order.get(each or "", len(order)), each or ""))
        ]

    def nodes(self) -> list[NodeFigures]:
        after = grouped(self.report.after, lambda card: (card.flow_id, card.node))
        before = grouped(self.report.before, lambda card: (card.flow_id, card.node))
        found = []
        for step in sorted({*after, *before, *(self.report.late or ())}, key=self._place):
            flow_id, node = step
            role = self._role_of(*step)
            found.append(
                NodeFigures(
                    flow_id=flow_id,
                    flow_name=self.names.flow(flow_id),
                    node=node,
                    name=self.names.node(*step),
                    role=role,
                    role_name=self.names.role(role),
                    **self.values(
                        after.get(step, ()), before.get(step, ()), self._known((self.report.late or {}).get(step, 0))
                    ),
                )
            )
        return found

    def persons(self, members: Collection[str]) -> list[PersonFigures]:
        after = grouped(self.report.after, lambda card: card.holder)
        before = grouped(self.report.before, lambda card: card.holder)
        found = []
        for member_id in {*after, *before} & set(members):
            member = self.people.members.get(member_id or "")
            if member is not None:
                mine = self.values(after.get(member.id, ()), before.get(member.id, ()), None)
                found.append(PersonFigures(member_id=member.id, name=member.name, **mine))
        return sorted(found, key=lambda person: (person.name, person.member_id))

    def values(self, after: Cards, before: Cards, late: int | None) -> dict[str, Any]:
        """What `FiguresView` shows of these cards, against those of the month before."""
        these, those = figures(after), figures(before)
        return {
            "count": these.count,
            "small": these.is_small,
            "response": _times(these.response),
            "completion": _times(these.completion),
            "blocked_seconds": these.blocked,
            "blocked_share": these.blocked_share,
            "blocked_cards": these.blocked_cards,
            "top_reasons": self.blocking(these.top_reasons),
            "retellings_avoided": RetellingsView(
                total=these.retellings, fields=these.fields_shown, notices=these.notices
            ),
            "late_open": late,
            "change": _change(those, these),
        }

    def blocking(self, reasons: Sequence[Blocking]) -> list[BlockingView]:
        return [
            BlockingView(
                reason=each.reason, reason_name=self.names.reason(each.reason), cards=each.cards, seconds=each.seconds
            )
            for each in reasons
        ]

    @cached_property
    def _late_by_role(self) -> Counter[str | None]:
        found: Counter[str | None] = Counter()
        for step, count in (self.report.late or {}).items():
            found[self._role_of(*step)] += count
        return found

    def _known(self, late: int) -> int | None:
        return None if self.report.late is None else late

    def _role_of(self, flow_id: str, node_id: str) -> str | None:
        node = self.names.find_node(flow_id, node_id)
        return node.responsible.role if node else None

    def _place(self, step: tuple[str, str]) -> tuple[int, int, str]:
        """By flow, then in the order of the flow's nodes; those that it has no longer last."""
        ids = list(self.names.flows)
        flow_id, node_id = step
        definition = self.names.flows[flow_id].definition if flow_id in self.names.flows else None
        return (ids.index(flow_id) if definition else len(ids), _position(definition, node_id), node_id)


def _position(definition: FlowDefinition | None, node_id: str) -> int:
    nodes = [node.id for node in definition.nodes] if definition else []
    return nodes.index(node_id) if node_id in nodes else len(nodes)


def _times(times: Times) -> TimesView:
    return TimesView(median_seconds=times.median, p90_seconds=times.p90, on_time_rate=times.on_time_rate)


def _change(before: Figures, after: Figures) -> ChangeView:
    found = timeliness.change(before, after)
    return ChangeView(
        count=found.count,
        response_median_seconds=found.response_median,
        completion_median_seconds=found.completion_median,
        on_time_rate=found.on_time_rate,
        blocked_seconds=found.blocked,
        blocked_share=found.blocked_share,
        retellings=found.retellings,
    )
