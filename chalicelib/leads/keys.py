"""Every access path of leads and customers.

| what | pk | sk | index |
| --- | --- | --- | --- |
| a lead | `W#LEAD#lead_…` | `LEAD` | |
| its read-model shadow | `W#LEAD#lead_…` | `VIEW` | |
| its timeline | `W#LEAD#lead_…` | `E#…`, newest first | |
| leads of an owner, the pool | `W#OWN#m_…`, `W#OWN#POOL` | `<follow-up order>` | `by_owner` |
| the same, by change | the same | `<updated_at>` | `by_update` |
| leads of a stage | `W#STG#<stage>` | `<follow-up order>` | `by_stage` |
| silent leads | `W#SILENT` | `<owner>#<since>` | `flagged` |
| leads on hold | `W#HELD` | `<owner>#<until>` | `flagged` |
| identity of a customer (home or alias) | `W#WHO#<kind>:<hash>` | `WHO` | |
| a partner's or file's own id of a lead | `W#EXT#<hash>` | `EXT` | |
| a customer by id; all | `W#CUSTOMERS` | `cust_…` | `customers` |
| its events | `W#CUST#cust_…` | `E#…` | |
| search postings | `W#FIND#<first letter>` | `<text>#lead_…` | |
| pipeline cells | `W#PIPELINE` | `<stage>#<owner>#<currency>` | |
| saved views, own and shared | `W#VIEWS#m_…`, `W#VIEWS#SHARED` | `view_…` | |
| what a customer was merged into | `W#MERGES` | `cust_…` | |
| tombstones | `W#TOMBSTONES` | `<ulid>` | |
| whose turn it is | `W#TURN` | `TURN` | |
| recomputation after a change of limits | `W#RECOMPUTE` | `RECOMPUTE` | `due` |
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.core.clock import to_text
from chalicelib.core.keys import digest, of_workspace, workspace_of
from chalicelib.core.scope import Scope
from chalicelib.leads.identities import Identity

LEAD, VIEW, WHO, EXTERNAL = "LEAD", "VIEW", "WHO", "EXT"
POOL = "POOL"
#: Sorts after every instant: closed leads stand behind the open ones of their partition.
_CLOSED = "~"
OPEN_END = "}"


def lead(scope: Scope, lead_id: str) -> str:
    return of_workspace(scope.workspace_id, "LEAD", lead_id)


def lead_beside(any_key: str, lead_id: str) -> str:
    """The lead's key in the workspace that another key belongs to."""
    return of_workspace(workspace_of(any_key), "LEAD", lead_id)


def lead_id_of(pk: str) -> str:
    return pk.rpartition("#")[2]


def short_id(any_id: str) -> str:
    """An id without its prefix, as items keep it where the place says what it is."""
    return any_id.rpartition("_")[2]


def owner(scope: Scope, owner_id: str | None) -> str:
    return of_workspace(scope.workspace_id, "OWN", owner_id or POOL)


def stage(scope: Scope, stage_id: str) -> str:
    return of_workspace(scope.workspace_id, "STG", stage_id)


def follow_up_order(next_follow_up_at: datetime, is_open: bool) -> str:
    text = to_text(next_follow_up_at)
    return text if is_open else _CLOSED + text


def silent(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "SILENT")


def held(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "HELD")


def flag_order(owner_id: str | None, at: datetime) -> str:
    """`at` is since when it is silent, or until when it is on hold."""
    return f"{owner_id or POOL}#{to_text(at)}"


def identity(scope: Scope, who: Identity) -> str:
    """Hashed: key strings are seen in places where personal data must not be (metrics, hot-key reports)."""
    return of_workspace(scope.workspace_id, "WHO", f"{who.kind}:{digest(scope.workspace_id, who.kind, who.value)}")


def home_part(home_key: str) -> str:
    """What of a customer's home key is not the same for all."""
    return home_key.partition("#WHO#")[2]


def home_beside(any_key: str, part: str) -> str:
    """The home key again, in the workspace that another key belongs to."""
    return of_workspace(workspace_of(any_key), "WHO", part) if part else ""


def external(scope: Scope, external_id: str) -> str:
    return of_workspace(scope.workspace_id, "EXT", digest(scope.workspace_id, external_id))


def nameless(scope: Scope, customer_id: str) -> str:
    """Home of a customer that nothing identifies yet."""
    return of_workspace(scope.workspace_id, "WHO", f"none:{customer_id}")


def customer_log(scope: Scope, customer_id: str) -> str:
    """Under the id, not the home, which may move."""
    return of_workspace(scope.workspace_id, "CUST", customer_id)


def customers(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "CUSTOMERS")


def find(scope: Scope, first_letter: str) -> str:
    return of_workspace(scope.workspace_id, "FIND", first_letter)


def pipeline(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "PIPELINE")


def views(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "VIEWS", scope.member_id)


def shared_views(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "VIEWS", "SHARED")


def merges(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "MERGES")


def tombstones(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "TOMBSTONES")


def turn(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "TURN")


def recompute(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "RECOMPUTE")
