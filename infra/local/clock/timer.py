"""One schedule: when it fires, and that it never runs twice at the same time."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chalice.app import Chalice, ScheduledEventConfig, ScheduleExpression
from chalice.local import LambdaContext

from infra.local.clock.expressions import Schedule, parse

#: The longest that Lambda lets a function run.
_TIMEOUT_MS = 900_000
#: A wait is cut, so that a machine which slept or whose clock was set notices.
_LONGEST_WAIT = 30.0

logger = logging.getLogger("glasspipe.clock")


@dataclass
class Timer:
    name: str
    schedule: Schedule
    handler: Callable[[dict[str, Any], Any], Any]
    _running: threading.Lock = field(default_factory=threading.Lock)

    def fire(self, at: datetime) -> Any:
        """Run the handler with the event that EventBridge would send at `at`; waits for a run that is under way.

        Raises: what the handler raises.
        """
        with self._running:
            return self.handler(scheduled_event(self.name, at), LambdaContext(self.name, 0, _TIMEOUT_MS))

    def run(self, stop: threading.Event) -> None:
        """Fire now and then at each time of the schedule, until `stop`. Times that pass during a run are left out."""
        due: datetime | None = datetime.now(UTC)
        while due is not None and not stop.is_set():
            now = datetime.now(UTC)
            if now < due:
                stop.wait(min((due - now).total_seconds(), _LONGEST_WAIT))
                continue
            started = time.perf_counter()
            try:
                self.fire(now)
            # The outermost loop of a schedule: one run that fails must not be the last one.
            except Exception:
                logger.exception("schedule %s failed after %.1f s", self.name, time.perf_counter() - started)
            due = self._next(due)

    def _next(self, due: datetime) -> datetime | None:
        upcoming = self.schedule.after(due)
        now = datetime.now(UTC)
        return upcoming if upcoming is None or upcoming > now else self.schedule.after(now)


def timers_of(app: Chalice) -> list[Timer]:
    """A timer for each `@app.schedule`.

    Raises:
        ValueError: an expression that EventBridge would refuse.
    """
    return [
        Timer(source.name, parse(_text(source.schedule_expression)), app.handler_map[source.name])
        for source in app.event_sources
        if isinstance(source, ScheduledEventConfig)
    ]


def scheduled_event(name: str, at: datetime) -> dict[str, Any]:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html; times have whole seconds."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": "us-east-1",
        "resources": [f"arn:aws:events:us-east-1:123456789012:rule/{name}"],
        "detail": {},
    }


def _text(expression: str | ScheduleExpression) -> str:
    return expression if isinstance(expression, str) else expression.to_string()
