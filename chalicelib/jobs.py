"""What app.py's schedule and stream handler call: the tables of who handles which deadline and which event."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from chalicelib.core import deadlines, events
from chalicelib.core.clock import from_text, now
from chalicelib.core.events import EventKind, PublishHandler
from chalicelib.core.log import logger
from chalicelib.core.settings import variable
from chalicelib.integrations import jobs as integrations
from chalicelib.leads import digest, projection, recompute
from chalicelib.leads import jobs as leads
from chalicelib.notifications import jobs as notifications
from chalicelib.workflow import erasing, file_checking, following, recomputing, timeliness_jobs
from chalicelib.workflow import jobs as workflow

#: A sweep stops taking new pages this long before the next one is due.
_SWEEP_SECONDS = 50.0

DEADLINE_HANDLERS: Mapping[str, deadlines.Handler] = {
    "lead": leads.remind,
    recompute.DEADLINE_KIND: recompute.recompute,
    "notification.send": notifications.send_due,
    "member.digest": notifications.digest_handler(digest.digest_facts),
    "import.chunk": integrations.run_chunk,
    "card.sla": workflow.watch_clocks,
    recomputing.DEADLINE_KIND: recomputing.recompute,
    "file.scan": file_checking.scan_due,
    timeliness_jobs.DEADLINE_KIND: timeliness_jobs.send_reports,
}

_LEAD_EVENTS = tuple(kind for kind in EventKind if kind.value.startswith("lead."))
_NEW_OWNER = (EventKind.LEAD_ASSIGNED, EventKind.LEAD_CLAIMED, EventKind.LEAD_RELEASED, EventKind.LEAD_RETURNED)
_NEW_STAGE = (EventKind.LEAD_STAGE_MOVED, EventKind.LEAD_FOLLOWED_UP)
#: Which handler follows which events; `PUBLISH_HANDLERS` is the same by kind.
_FOLLOWERS: tuple[tuple[PublishHandler, tuple[EventKind, ...]], ...] = (
    (projection.follow, _LEAD_EVENTS),
    (integrations.start_at_once, (EventKind.IMPORT_STARTED,)),
    (following.tell_news, following.NEWS),
    (following.start_by_stage, _NEW_STAGE),
    (following.follow_lead_owner, _NEW_OWNER),
    (following.hand_on, (EventKind.MEMBER_REMOVED,)),
    (erasing.follow_erasure, (EventKind.LEAD_ERASED, EventKind.CUSTOMER_ERASED)),
    (recomputing.follow_calendar, (EventKind.WORKSPACE_CHANGED,)),
    (timeliness_jobs.schedule_report, (EventKind.RUN_STARTED,)),
)
PUBLISH_HANDLERS: Mapping[EventKind, tuple[PublishHandler, ...]] = {
    kind: tuple(handler for handler, kinds in _FOLLOWERS if kind in kinds)
    for kind in EventKind
    if any(kind in kinds for _, kinds in _FOLLOWERS)
}


def stream_arn() -> str:
    """The workspace table's stream; packaging replaces it, the local feed has no need of one."""
    return (
        variable("GLASSPIPE_STREAM_ARN")
        or "arn:aws:dynamodb:us-east-1:000000000000:table/glasspipe-workspace/stream/latest"
    )


def sweep(event: Mapping[str, Any]) -> dict[str, int]:
    """All that is due by the schedule's own time, so that a late invocation does what it was meant for.

    Returns how many things were due, and how many of them failed and stay due.
    """
    given = event.get("time")
    began = time.monotonic()
    moment = from_text(given.replace("Z", "+00:00")) if given else now()
    report = deadlines.sweep(moment, DEADLINE_HANDLERS, keep_going=lambda: time.monotonic() - began < _SWEEP_SECONDS)
    if report.due:
        logger.info("swept", due=report.due, failed=report.failed, seconds=round(time.monotonic() - began, 2))
    return {"due": report.due, "failed": report.failed}


def publish(event: dict[str, Any]) -> dict[str, Any]:
    """New events to their handlers: together, and one by one where that fails, so that only the bad ones come again."""
    try:
        events.publish(event["Records"], PUBLISH_HANDLERS)
        return {"batchItemFailures": []}
    except Exception:  # whatever it was: the records are tried one by one, and the failed ones reported
        logger.exception("batch of events failed", records=len(event["Records"]))
    from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

    processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
    return dict(
        process_partial_response(
            event, lambda record: events.publish([record.raw_event], PUBLISH_HANDLERS), processor, None
        )
    )
