"""Every access path of collaboration flows (`docs/workflow.md` has the table of questions).

| what | pk | sk | index |
| --- | --- | --- | --- |
| flow with its newest version | `W#FLOWS` | `flow_…` | |
| flow roles | `W#FLOWS` | `ROLES` | |
| frozen version | `W#FLOW#flow_…` | `V#0007` | |
| its events | `W#FLOW#flow_…` | `E#…` | |
| claim on a flow's key | `W#FLOW_KEY#<key>` | `KEY` | |
| run | `W#RUN#run_…` | `card#00` | `by_stage`: `W#RUNS#<flow>#OPEN` (`#CLOSED`), by start |
| card | `W#RUN#run_…` | `card#<place>` | `due`; by due time below |
| open cards of a holder, of a column | `W#CARDS#<holder>`, `W#BOARD#<flow>#<node>` | | `by_owner`, `by_stage` |
| blocked cards; done cards of a month | `W#BLOCKED`, `W#DONE#<yyyymm>` | | `flagged`, `by_stage` |
| comment | `W#RUN#run_…` | `note#<place>#note_…` | |
| file | `W#RUN#run_…` | `part#<place>#file_…` | |
| announced upload; letter that went out | `W#RUN#run_…` | `upload#<place>#file_…`, `sent#<place>#<cycle>` | `due` |
| events of a run and its cards | `W#RUN#run_…` | `E#…` | |
| runs of a lead, of a customer | `W#RUNS_OF#lead_…` | `run_…` | |
| claim on a partner's id of a run | `W#RUN_EXT#<hash>` | `EXT` | |
| runs that have a value of a key field | `W#RUN_KEY#<hash>` | `run_…` | |
| whose turn it is in a flow role | `W#FLOW_TURN` | `<role>` | |
| clocks that follow a changed calendar | `W#FLOWS` | `RECOMPUTE` | `due` |
| monthly report's deadline | `W#FLOWS` | `REPORT` | `due` |
"""

from __future__ import annotations

import secrets
from datetime import datetime

from ulid import ULID

from chalicelib.core.clock import to_text
from chalicelib.core.ids import ulid_of
from chalicelib.core.keys import digest, of_workspace
from chalicelib.core.scope import Scope

RUN, ROLES, KEY, EXTERNAL, RECOMPUTE, REPORT = "card#00", "ROLES", "KEY", "EXT", "RECOMPUTE", "REPORT"
CARD_PREFIX, NOTE_PREFIX, PART_PREFIX, VERSION_PREFIX, FLOW_PREFIX = "card#", "note#", "part#", "V#", "flow_"
#: The run itself (place 00) and its cards, which moves read; then comments and files. No events: capitals sort before.
COLLECTION = (CARD_PREFIX, "part$")
#: The bits of a run's ULID that are left for the places of its cards.
_PLACES = 0x7F
#: Sorts after every instant.
LATER = "~"


def flows(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "FLOWS")


def flow(scope: Scope, flow_id: str) -> str:
    return of_workspace(scope.workspace_id, "FLOW", flow_id)


def version(number: int) -> str:
    return f"{VERSION_PREFIX}{number:04d}"


def flow_key(scope: Scope, key: str) -> str:
    return of_workspace(scope.workspace_id, "FLOW_KEY", key)


def new_run_id(at: datetime) -> str:
    """A run's id, whose last bits are free for its cards' places.

    Not `new_ulid`: of two in one millisecond that may be the next number, and the ids would be the same.
    """
    number = int.from_bytes(ULID.from_datetime(at).bytes[:6] + secrets.token_bytes(10))
    return f"run_{ULID.from_int(number & ~_PLACES)}"


def card_id(run_id: str, place: int) -> str:
    """
    Raises:
        ValueError: a place beyond those that an id has room for.
    """
    if not 1 <= place <= _PLACES:
        raise ValueError(f"place {place}")
    return f"card_{ULID.from_int(int(ULID.from_str(ulid_of(run_id))) | place)}"


def run_and_place_of(card_id: str) -> tuple[str, int]:
    """`(run's id, place)` of a card's id."""
    number = int(ULID.from_str(ulid_of(card_id)))
    return f"run_{ULID.from_int(number & ~_PLACES)}", number & _PLACES


def run(scope: Scope, run_id: str) -> str:
    return of_workspace(scope.workspace_id, "RUN", run_id)


def run_id_of(pk: str) -> str:
    return pk.rpartition("#")[2]


def card(place: int) -> str:
    return f"{CARD_PREFIX}{place:02d}"


def place_of(sk: str) -> int:
    return int(sk.split("#")[1])


def note(place: int, note_id: str) -> str:
    return f"{NOTE_PREFIX}{place:02d}#{note_id}"


def part(place: int, file_id: str) -> str:
    return f"{PART_PREFIX}{place:02d}#{file_id}"


def upload(place: int, file_id: str) -> str:
    return f"upload#{place:02d}#{file_id}"


def letter(place: int, cycle: int) -> str:
    return f"sent#{place:02d}#{cycle}"


def last_of(sk: str) -> str:
    return sk.rpartition("#")[2]


def runs(scope: Scope, flow_id: str, is_open: bool) -> str:
    return of_workspace(scope.workspace_id, "RUNS", flow_id, "OPEN" if is_open else "CLOSED")


def held_by(scope: Scope, holder: str) -> str:
    """`holder`: a member's id or `role:<flow role>`."""
    return of_workspace(scope.workspace_id, "CARDS", holder)


def column(scope: Scope, flow_id: str, node: str) -> str:
    return of_workspace(scope.workspace_id, "BOARD", flow_id, node)


def done_in(scope: Scope, month: str) -> str:
    """`month`: `yyyymm`, in UTC."""
    return of_workspace(scope.workspace_id, "DONE", month)


def due_order(due_at: datetime | None, since: datetime) -> str:
    """By due time; cards without one (their clock stands) behind, by how long they stand."""
    return to_text(due_at) if due_at else LATER + to_text(since)


def blocked(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "BLOCKED")


def blocked_order(since: datetime, card_id: str) -> str:
    return f"{to_text(since)}#{card_id}"


def runs_of(scope: Scope, subject_id: str) -> str:
    """Of a lead or a customer."""
    return of_workspace(scope.workspace_id, "RUNS_OF", subject_id)


def external(scope: Scope, external_id: str) -> str:
    return of_workspace(scope.workspace_id, "RUN_EXT", digest(scope.workspace_id, external_id))


def run_key(scope: Scope, field: str, value: str) -> str:
    return of_workspace(scope.workspace_id, "RUN_KEY", digest(scope.workspace_id, field, value.strip().casefold()))


def turn(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "FLOW_TURN")
