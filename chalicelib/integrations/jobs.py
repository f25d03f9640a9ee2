"""What the sweep and the stream call for imports."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime

from chalicelib.core import clock
from chalicelib.core.deadlines import DueKey
from chalicelib.core.errors import NotFound
from chalicelib.core.events import Event
from chalicelib.core.scope import Scope

from . import keys
from .running import work

#: How long one turn works at imports: a sweep has other deadlines to keep, a stream other events to deliver.
SWEEP_SECONDS = 20.0
STREAM_SECONDS = 22.0


def run_chunk(scope: Scope, due: Sequence[DueKey], now: datetime) -> None:
    """Handler of the deadline kind `import.chunk`: go on with imports that nobody works at, and end their keeping."""
    _work(scope, [keys.id_of(each.pk) for each in due], now, SWEEP_SECONDS)


def start_at_once(scope: Scope, events: Sequence[Event]) -> None:
    """Handler of `import.started`: nobody should wait for the next sweep. The deadline stays, should this one die."""
    _work(scope, [event.about for event in events], clock.now(), STREAM_SECONDS)


def _work(scope: Scope, import_ids: Sequence[str], now: datetime, budget: float) -> None:
    began = time.monotonic()
    # A lease is a promise in real time: a sweep that is late must not take one that has run out already.
    moment = max(now, clock.now())
    for import_id in dict.fromkeys(import_ids):
        try:
            work(scope, import_id, moment, budget=budget, elapsed=lambda: time.monotonic() - began)
        except NotFound:
            continue
