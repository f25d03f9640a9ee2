"""Keys of imports, and names of their files in object storage.

| what | pk | sk | index |
| --- | --- | --- | --- |
| an import | `W#IMPORT#imp_…` | `IMPORT` | `due`; `by_update` under `W#IMPORTS` |
| its events | `W#IMPORT#imp_…` | `E#…` | `log` |
| that something was exported | `W#EXPORTS` | `E#…` | `log` |
| connector | `W#CONNECTORS` | `conn_…` | |
| its events, and those that came in by it | `W#HOOK#conn_…` | `E#…` | `log` |
| claim on the id of an event that came in | `W#HOOK#conn_…` | `ID#<hash>` | |
| event that waits to be matched by hand | `W#UNMATCHED` | `hook_…` | |
| where a connector belongs (directory table) | `HOOK#conn_…` | `HOOK` | |

| file | what is in it |
| --- | --- |
| `imports/imp_…/source` | the upload as it came, unpacked; until it is read |
| `imports/imp_…/rows` | the copy that chunks read (`spool.py`) |
| `imports/imp_…/analysis` | what was found about its columns |
| `imports/imp_…/chunk-00000007` | what became of the rows of chunk 7 (`journal.py`) |
"""

from __future__ import annotations

from chalicelib.core.keys import digest, of_workspace
from chalicelib.core.scope import Scope

IMPORT = "IMPORT"
HOOK = "HOOK"
CONNECTOR_PREFIX, UNMATCHED_PREFIX = "conn_", "hook_"
_CLAIM_PREFIX = "ID#"


def imported(scope: Scope, import_id: str) -> str:
    return of_workspace(scope.workspace_id, "IMPORT", import_id)


def id_of(pk: str) -> str:
    return pk.rpartition("#")[2]


def imports(scope: Scope) -> str:
    """Hash of all imports in `by_update`."""
    return of_workspace(scope.workspace_id, "IMPORTS")


def source_file(import_id: str) -> str:
    return f"imports/{import_id}/source"


def rows_file(import_id: str) -> str:
    return f"imports/{import_id}/rows"


def analysis_file(import_id: str) -> str:
    return f"imports/{import_id}/analysis"


def read_as_file(import_id: str) -> str:
    return f"imports/{import_id}/read-as"


def chunk_file(import_id: str, number: int) -> str:
    return f"imports/{import_id}/chunk-{number:08d}"


def exports(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "EXPORTS")


def connectors(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "CONNECTORS")


def received(scope: Scope, connector_id: str) -> str:
    return of_workspace(scope.workspace_id, "HOOK", connector_id)


def claim(event_id: str) -> str:
    return _CLAIM_PREFIX + digest(event_id)


def unmatched(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "UNMATCHED")


def hook_entry(connector_id: str) -> str:
    """In the directory: a partner names no workspace, only the connector."""
    return f"HOOK#{connector_id}"
