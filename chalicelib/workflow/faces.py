"""What the clocks say of a course at a moment: due times, next deadlines, the forecast. Pure but for reading rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from chalicelib.core.business_time import BusinessTime, business_hours_for
from chalicelib.core.calendar import Calendar, calendar_for
from chalicelib.core.scope import Scope
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.setup import CalendarRules, Setup
from chalicelib.workflow.clock import Clock, Clocks, Stopped, Target, amount_of, reading, time_of
from chalicelib.workflow.definition import Duration, Node
from chalicelib.workflow.ladder import Ladders, Step, due_steps, next_step
from chalicelib.workflow.model import OPEN, Card, Course, holds
from chalicelib.workflow.store import Face

#: How exactly the moment is told at which a run can no longer be finished as promised.
_EXACT = timedelta(minutes=1)
#: For measuring only: how long a clock has run doesn't depend on its target.
_ANY = Target(Duration(hours=1), Duration(hours=1))


@dataclass(frozen=True)
class Stretch:
    """When a node's card begins and ends: was, or is expected to."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Faces:
    """A course at `now`, under the workspace's set-up."""

    setup: Setup
    course: Course
    now: datetime

    @classmethod
    def of(cls, scope: Scope, course: Course, now: datetime) -> Faces:
        return cls(tenancy.setup_of(scope), course, now)

    def hours(self, node: Node) -> BusinessTime:
        """The business hours that a node's clocks count in: its own, else the flow's, else the workspace's."""
        rules: CalendarRules = node.calendar or self.course.flow.calendar or self.setup.calendar
        return business_hours_for(rules, self.setup.timezone)

    def clocks(self, card: Card) -> Clocks:
        node = self.course.node(card)
        target = Target.of(node.sla, self.course.run.priority)
        if "complete" in card.stopped and "respond" not in card.stopped:
            target = replace(target, respond=None)  # done before its SLA had such a time: it is not measured by it now
        return reading(
            target,
            card.history,
            self.now,
            self.hours(node),
            cycle=card.cycle,
            breached=card.breached,
            stopped=card.stopped,
        )

    def stamped(self, card: Card) -> Card:
        """The card with what its clocks say for good: breaches, and the facts of clocks that have stopped."""
        clocks = self.clocks(card)
        breached: dict[str, datetime] = {
            clock.name: clock.breached_at for clock in clocks.all if clock.breached_at is not None
        }
        stopped: dict[str, Stopped] = {clock.name: clock.facts for clock in clocks.all if clock.facts is not None}
        return replace(card, breached={**card.breached, **breached}, stopped=stopped)

    def face(self, card: Card) -> Face:
        clocks = self.clocks(card)
        respond = clocks.respond
        return Face(
            due_at=clocks.complete.due_at,
            respond_due_at=respond.due_at if respond and card.state == "ready" else None,
            is_paused=clocks.complete.is_paused,
            next_at=self._next_at(card, clocks),
            facts=(card.facts or self._facts(card, clocks)) if card.state == "done" else None,
        )

    def due_steps(self, card: Card) -> tuple[Step, ...]:
        """Steps of the ladder that must be told now."""
        return due_steps(self.clocks(card), Ladders.of(self.course.node(card)), card.told)

    def _next_at(self, card: Card, clocks: Clocks) -> datetime | None:
        if not card.is_open:
            return None
        step = next_step(clocks, Ladders.of(self.course.node(card)), card.told)
        moments = [step.at] if step else []
        if self.late_from is not None:
            moments.append(self.late_from)
        return min(moments, default=None)

    def _facts(self, card: Card, clocks: Clocks) -> dict[str, Any]:
        """What the timeliness report counts of a done card; lengths in seconds of business time.

        rs, rt: response and its target (rt only where the SLA has one) · cs, ct: completion and its target · ot: 1 when
        on time · op: open at all, pauses too · bl: blocked, by reason · re: fields that earlier nodes had recorded for
        it · nt: 1 when others had done what came before, so that its turn was news · ro: the flow role that the node is
        for · by: who held it.
        """
        node, hours = self.course.node(card), self.hours(self.course.node(card))
        facts: dict[str, Any] = {
            "cs": _seconds(clocks.complete.elapsed),
            "ct": _seconds(clocks.complete.target),
            "ot": 0 if clocks.complete.is_breached else 1,
            "rs": _seconds(clocks.respond.elapsed if clocks.respond else self._response(card)),
            "op": _seconds(_open(card, hours)),
            "by": card.holder,
        }
        if clocks.respond is not None:
            facts["rt"] = _seconds(clocks.respond.target)
        if node.responsible.role:
            facts["ro"] = node.responsible.role
        blocked = _blocked(card, hours)
        if blocked:
            facts["bl"] = blocked
        values = self.course.values()
        reused = sum(1 for each in node.needs.fields if each not in card.values and values.get(each) not in (None, ""))
        if reused:
            facts["re"] = reused
        if any(each.state == "done" and each.holder != card.holder for each in self.course.before(card)):
            facts["nt"] = 1
        return facts

    def _response(self, card: Card) -> timedelta:
        """How long it waited to be started, where the SLA sets no time for that."""
        clock = reading(_ANY, card.history, self.now, self.hours(self.course.node(card))).respond
        return clock.elapsed if clock else timedelta(0)

    # The forecast

    @cached_property
    def promise(self) -> datetime | None:
        """The end of the promised day, on the workspace's wall."""
        promised = self.course.run.promised
        return self._calendar.at(promised + timedelta(days=1), "00:00") if promised else None

    @cached_property
    def finish(self) -> datetime | None:
        """When the run will be done if every card takes the time it has; None once it is over."""
        if self.course.run.state != "open":
            return None
        return max((each.ends for each in self.expected(self.now).values()), default=None)

    @cached_property
    def late_from(self) -> datetime | None:
        """When the forecast passes the promised day, unless something moves; None without a promise, or once told."""
        run, promise = self.course.run, self.promise
        if promise is None or run.state != "open" or run.warned_at is not None or self.finish is None:
            return None
        if self.finish > promise:
            return self.now
        early, late = self.now, promise
        while late - early > _EXACT:
            middle = early + (late - early) / 2
            ends = max(each.ends for each in self.expected(middle).values())
            early, late = (early, middle) if ends > promise else (middle, late)
        return late.replace(microsecond=0)

    def expected(self, moment: datetime) -> dict[str, Stretch]:
        """By node: when its card was or will be worked on, seen from `moment` with nothing done until then."""
        found: dict[str, Stretch] = {}
        #: Those that fall away too: what comes after one that does waits for what came before it.
        ends: dict[str, datetime] = {}
        values = self.course.values()
        for node in self._in_order:
            card = self.course.cards.get(node.id)
            if card is None or card.state == "cancelled":
                continue
            begins = max((ends[each] for each in node.after if each in ends), default=moment)
            if card.state == "skipped":
                ends[node.id] = card.since
            elif card.state == "waiting" and _falls_away(node, values):
                ends[node.id] = begins
            else:
                found[node.id] = self._stretch(node, card, begins, moment)
                ends[node.id] = found[node.id].ends
        return found

    def planned(self) -> dict[str, Stretch]:
        """By node: when its card would have been worked on had all gone as the SLAs say, from the run's start."""
        found: dict[str, Stretch] = {}
        for node in self._in_order:
            begins = max((found[each].ends for each in node.after if each in found), default=self.course.run.started_at)
            found[node.id] = Stretch(begins, self._over(node, begins))
        return found

    def _stretch(self, node: Node, card: Card, at: datetime, moment: datetime) -> Stretch:
        """`at`: when what comes before it is over."""
        if card.state == "waiting":
            return Stretch(at, self._over(node, at))
        begins = next(span.since for span in card.history if span.state != "waiting")
        if card.is_closed:
            return Stretch(begins, card.since)
        complete = self.clocks(card).complete
        if complete.due_at is not None:
            return Stretch(begins, max(moment, complete.due_at))
        return Stretch(begins, self._after_pause(node, complete, moment))

    def _after_pause(self, node: Node, complete: Clock, moment: datetime) -> datetime:
        """A card whose clock stands goes on at once, at best."""
        left = max(complete.remaining, timedelta(0))
        return time_of(self._duration(node), self.hours(node)).add(moment, left)

    def _over(self, node: Node, begins: datetime) -> datetime:
        duration, hours = self._duration(node), self.hours(node)
        return time_of(duration, hours).add(begins, amount_of(duration, hours))

    def _duration(self, node: Node) -> Duration:
        return node.sla.complete_for(self.course.run.priority)

    @cached_property
    def _in_order(self) -> list[Node]:
        """The nodes, each after those that it waits for."""
        done: list[Node] = []
        names: set[str] = set()
        left = list(self.course.flow.nodes)
        while left:
            ready = [node for node in left if names.issuperset(node.after)]
            if not ready:
                return [*done, *left]
            done += ready
            names.update(node.id for node in ready)
            left = [node for node in left if node.id not in names]
        return done

    @property
    def _calendar(self) -> Calendar:
        return calendar_for(self.setup.calendar, self.setup.timezone)


def _falls_away(node: Node, values: Mapping[str, Any]) -> bool:
    """Whether what is known already says that an optional node will be skipped."""
    known = [each for each in node.when if values.get(each.field) not in (None, "")]
    return any(not holds(each, values) for each in known)


def _blocked(card: Card, hours: BusinessTime) -> dict[str, int]:
    found: dict[str, int] = {}
    for span, after in zip(card.history, card.history[1:], strict=False):
        if span.state == "blocked" and span.reason:
            found[span.reason] = found.get(span.reason, 0) + _seconds(hours.elapsed(span.since, after.since))
    return found


def _open(card: Card, hours: BusinessTime) -> timedelta:
    stretches = zip(card.history, card.history[1:], strict=False)
    return sum(
        (hours.elapsed(span.since, after.since) for span, after in stretches if span.state in OPEN), timedelta(0)
    )


def _seconds(length: timedelta) -> int:
    return round(length.total_seconds())
