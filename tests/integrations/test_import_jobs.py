"""What the stream and the sweep do with imports."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.integrations.house import Office, table

FILE = table("name,source_channel", "Pumps,Referral")


def events_of(office: Office, import_id: str) -> list[str]:
    items = office.call("GET", "/v1/audit").json["items"]
    return [each["kind"] for each in items if each["about"] == import_id]


def test_the_stream_starts_an_import_at_once(office: Office) -> None:
    from chalicelib.core.events import EventItem
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.integrations import jobs, keys

    import_id = office.upload(FILE)["id"]
    scope = Scope.system(office.company.id, "publish")
    with acting_as(scope):
        from chalicelib.core.events import Event

        items = EventItem.query(keys.imported(scope, import_id), EventItem.sk.startswith("E#"))
        events = [Event.of(item) for item in items]
        jobs.start_at_once(scope, events)
        jobs.start_at_once(scope, events)
    assert office.get(import_id)["created"] == 1
    assert events_of(office, import_id) == ["import.finished", "import.started"]


def test_the_sweep_takes_what_nobody_has_started(office: Office) -> None:
    from chalicelib.core import deadlines
    from chalicelib.integrations import jobs

    import_id = office.upload(FILE)["id"]
    deadlines.sweep(datetime.now(UTC) + timedelta(seconds=1), {"import.chunk": jobs.run_chunk})
    assert office.get(import_id)["status"] == "done"


def test_an_import_that_waits_for_decisions_is_not_due(office: Office) -> None:
    from chalicelib.core import deadlines
    from chalicelib.integrations import jobs

    import_id = office.upload(table("name,stage", "Pumps,Warm"))["id"]
    deadlines.sweep(datetime.now(UTC) + timedelta(days=2), {"import.chunk": jobs.run_chunk})
    assert office.get(import_id)["status"] == "needs_mapping"
    assert events_of(office, import_id) == []
