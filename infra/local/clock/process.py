"""The clock's process: a thread per schedule, and a socket at which a run can be ordered for any time."""

from __future__ import annotations

import json
import logging
import socket
import threading
from datetime import datetime
from typing import Any

from infra.local import control
from infra.local.clock.timer import Timer, timers_of
from infra.local.project import Project

logger = logging.getLogger("glasspipe.clock")


def run_clock(project: Project, channel: socket.socket, *, fires: bool) -> None:
    """Until `channel` is closed at the other end; a run that is under way is finished first.

    fires: whether the schedules run by themselves, or only when ordered (tests give the time themselves).
    """
    project.join_the_stack()
    timers = {timer.name: timer for timer in timers_of(project.app)}
    stop = threading.Event()
    threads = [threading.Thread(target=timer.run, args=(stop,), daemon=True) for timer in timers.values() if fires]
    with control.serving(project.folder.control("clock"), lambda order: _obey(order, timers)):
        channel.send(b"!")
        for thread in threads:
            thread.start()
        channel.recv(1)
        stop.set()
        for thread in threads:
            thread.join()


def _obey(order: dict[str, Any], timers: dict[str, Timer]) -> dict[str, Any]:
    timer = timers.get(order["schedule"])
    if timer is None:
        return {"error": f"app.py has no schedule {order['schedule']}; it has {', '.join(sorted(timers)) or 'none'}"}
    try:
        result = timer.fire(datetime.fromisoformat(order["at"]))
    # Whoever ordered the run is told what it raised; the clock goes on.
    except Exception as error:
        logger.exception("schedule %s, ordered for %s, failed", timer.name, order["at"])
        return {"error": f"{type(error).__name__}: {error}"}
    return {"result": json.loads(json.dumps(result, default=str))}
