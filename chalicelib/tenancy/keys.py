"""Keys of groups, workspaces and members.

| what | table | pk | sk |
| --- | --- | --- | --- |
| a workspace's set-up | workspace | `<w>#SETUP` | `SETUP` |
| member; their events | workspace | `<w>#MEMBERS` | `m_…`; `E#<ulid>` |
| group; its workspaces | directory | `g_…` | `GROUP`; `w_…` |
| all workspaces | directory | `WORKSPACES` | `w_…` |
| membership of a user | directory | `u_…` | `w_…` |
"""

from __future__ import annotations

from chalicelib.core.keys import of_workspace

SETUP = "SETUP"
GROUP = "GROUP"
WORKSPACES = "WORKSPACES"
MEMBER_PREFIX = "m_"
WORKSPACE_PREFIX = "w_"


def setup(workspace_id: str) -> str:
    return of_workspace(workspace_id, "SETUP")


def members(workspace_id: str) -> str:
    return of_workspace(workspace_id, "MEMBERS")
