"""An import that dies anywhere goes on, and no row is lost or comes in twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.integrations.house import Office, table

ROWS = 1100
FILE = table(
    "id,name,company,source_channel,amount",
    *(f"{number},Deal {number},Company {number % 40},Referral,{number}" for number in range(ROWS)),
)


class Killed(BaseException):
    """As kill -9: nothing catches it, nothing is tidied up."""


@contextmanager
def dying_at(owner: Any, name: str, call: int, *, after: bool) -> Iterator[None]:
    """The `call`-th call of a function never returns; `after` it has done its work, or before."""
    original: Callable[..., Any] = getattr(owner, name)
    count = 0

    def dying(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        if count == call and not after:
            raise Killed
        result = original(*args, **kwargs)
        if count == call:
            raise Killed
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, dying)
        with pytest.raises(Killed):
            yield


def later() -> datetime:
    """When the lease of a dead worker has run out."""
    return datetime.now(UTC) + timedelta(minutes=2)


def test_killed_between_two_transactions_of_a_chunk(office: Office) -> None:
    from chalicelib.core.store import Writes

    import_id = office.upload(FILE)["id"]
    for call in (5, 9, 30):
        with dying_at(Writes, "commit", call, after=True):
            office.work(import_id, now=later() + timedelta(minutes=call))
    office.work(import_id, now=later() + timedelta(hours=1))
    done = office.get(import_id)
    assert (done["status"], done["created"], done["failed"]) == ("done", ROWS, 0)
    assert sorted(each["name"] for each in office.leads()) == sorted(f"Deal {number}" for number in range(ROWS))


@pytest.mark.parametrize("after", [False, True])
def test_killed_around_the_writing_of_the_journal(office: Office, after: bool) -> None:
    from chalicelib.integrations import running

    import_id = office.upload(FILE)["id"]
    with dying_at(running, "write_journal", 2, after=after):
        office.work(import_id)
    office.work(import_id, now=later())
    done = office.get(import_id)
    assert (done["status"], done["created"]) == ("done", ROWS)
    assert len(office.leads()) == ROWS


def test_killed_while_it_changes_leads_it_can_still_be_undone(office: Office) -> None:
    from chalicelib.leads import importing

    office.done(FILE)
    changed = table("id,amount", *(f"{number},7" for number in range(40)))
    import_id = office.upload(changed, defaults='{"source_channel": "referral", "name": "x"}')["id"]
    with dying_at(importing, "update_imported", 20, after=True):
        office.work(import_id)
    office.work(import_id, now=later())
    done = office.get(import_id)
    # Deal 7 had the amount 7 already.
    assert (done["updated"], done["skipped"]) == (39, 1)
    assert office.undo(import_id)["undo"] == {"reverted": 39, "kept": 0}
    amounts = {each["name"]: each["amount"]["amount"] for each in office.leads()}
    assert all(amounts[f"Deal {number}"] == f"{number}.00" for number in range(40))


def test_while_one_worker_holds_the_lease_another_leaves_it_alone(office: Office) -> None:
    from chalicelib.integrations import running

    import_id = office.upload(FILE)["id"]
    with dying_at(running, "write_journal", 1, after=True):
        office.work(import_id)
    office.work(import_id, now=datetime.now(UTC) + timedelta(seconds=5))
    assert office.get(import_id)["done"] == 0
    office.work(import_id, now=later())
    assert office.get(import_id)["status"] == "done"


def test_a_worker_whose_lease_ran_out_stops_at_the_next_write(office: Office) -> None:
    from chalicelib.integrations import running

    import_id = office.upload(FILE)["id"]
    original = running.write_journal
    calls = 0

    def overtaken(*args: Any) -> None:
        nonlocal calls
        calls += 1
        original(*args)
        if calls == 1:
            office.work(import_id, now=later())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "write_journal", overtaken)
        office.work(import_id)
    done = office.get(import_id)
    assert (done["status"], done["created"]) == ("done", ROWS)
    assert len(office.leads()) == ROWS


def test_a_chunk_that_kills_every_worker_ends_as_failed(office: Office) -> None:
    from chalicelib.integrations import running

    import_id = office.upload(FILE)["id"]
    for attempt in range(running.MOST_ATTEMPTS):
        with dying_at(running, "write_journal", 1, after=False):
            office.work(import_id, now=later() + timedelta(hours=attempt))
    office.work(import_id, now=later() + timedelta(days=1))
    assert office.get(import_id)["failure"]["code"] == "import_stuck"


def test_work_ends_with_its_time_and_goes_on_at_the_next_turn(office: Office) -> None:
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.integrations.running import work

    import_id = office.upload(FILE)["id"]
    scope = Scope.system(office.company.id, "sweep")
    with acting_as(scope):
        work(scope, import_id, datetime.now(UTC), budget=20.0, elapsed=lambda: 21.0 if office.leads() else 0.0)
    shown = office.get(import_id)
    assert (shown["status"], shown["done"]) == ("running", 500)
    office.work(import_id, now=later())
    assert office.get(import_id)["status"] == "done"
