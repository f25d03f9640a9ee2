"""Business time: what adding and measuring cost by distance, and what a year costs when it is first asked for."""

from __future__ import annotations

import timeit
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from chalicelib.core.business_time import BusinessHours, business_hours_for
from chalicelib.core.calendar import Calendar
from chalicelib.tenancy.setup import CalendarRules, Hours
from chalicelib.workflow.clock import Target, reading
from chalicelib.workflow.definition import Duration
from chalicelib.workflow.ladder import Ladders, next_step
from chalicelib.workflow.model import Span
from tests.bench.plan import section_plan
from tests.bench.table import spread, table

CALLS = 20_000
RULES = CalendarRules(hours=(Hours(opens="08:30", closes="12:00"), Hours(opens="13:30", closes="18:00")))
START = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
PAUSES = 10


def main() -> None:
    plan = section_plan()
    hours = business_hours_for(RULES, "Asia/Shanghai")

    def per_call(act: Callable[[], object]) -> str:
        calls = plan.sized(CALLS)
        act()
        return spread([timeit.timeit(act, number=calls) / calls * 1e6 for _ in range(plan.rounds)], 1)

    rows = []
    for days in (1, 30, 365):
        end = START + timedelta(days=days)
        amount = hours.elapsed(START, end)
        limit = "20" if days == 30 else ""
        rows.append((f"add over {days} days", per_call(lambda a=amount: hours.add(START, a)), limit))  # type: ignore[misc]
        rows.append((f"elapsed over {days} days", per_call(lambda e=end: hours.elapsed(START, e)), ""))  # type: ignore[misc]
    rows += [
        ("the hours of a workspace's rules, kept", per_call(lambda: business_hours_for(RULES, "Asia/Shanghai")), ""),
        (f"clocks of a card with {PAUSES} pauses, and their next step", per_call(_card(hours)), ""),
        ("a year, when it is first asked for", _first_year(plan.rounds), ""),
    ]
    table("Business time", ("what", "µs", "limit"), rows)


def _card(hours: BusinessHours) -> Callable[[], object]:
    history, at = [Span("ready", START)], START
    for _ in range(PAUSES):
        for state, pauses in (("in_progress", False), ("blocked", True)):
            at += timedelta(hours=7)
            history.append(Span(state, at, pauses))  # type: ignore[arg-type]
    history.append(Span("in_progress", at + timedelta(hours=7)))
    target, spans = Target(Duration(hours=4), Duration(days=10)), tuple(history)
    return lambda: next_step(reading(target, spans, at + timedelta(days=1), hours), Ladders(), {})


def _first_year(rounds: int) -> str:
    Calendar(RULES, "Asia/Shanghai").is_working_day(START.date())  # the holidays' tables are another matter
    return spread([timeit.timeit(_fresh, number=5) / 5 * 1e6 for _ in range(rounds)])


def _fresh() -> None:
    BusinessHours(Calendar(RULES, "Asia/Shanghai")).is_open(START)


if __name__ == "__main__":
    main()
