"""Keys of users, sessions, links, API keys, delays and signing keys.

| what | table | pk | sk |
| --- | --- | --- | --- |
| claim of an e-mail | directory | `EMAIL#<keyed hash>` | `USER` |
| user | directory | `u_…` | `USER` |
| session (a family of refresh tokens) | directory | `u_…` | `s_…` |
| invite, password reset: single-use links | directory | `INVITE#<keyed hash>`, `RESET#<keyed hash>` | `ONCE` |
| API key, found by what the caller sends | directory | `KEY#<keyed hash>` | `KEY` |
| API key, listed in its workspace; its events | workspace | `<w>#API_KEYS` | `key_…`; `E#<ulid>` |
| delay after failures | directory | `DELAY#<keyed hash of account or address>` | `DELAY` |
| signing key | directory | `SIGNING` | `<kid>` |

Hashes are keyed, so that a copy of the table does not tell whose e-mail is in it.
"""

from __future__ import annotations

from chalicelib.core.keys import of_workspace
from chalicelib.core.vault import keyed_hash

USER = "USER"
SESSION_PREFIX = "s_"
ONCE = "ONCE"
API_KEY = "KEY"
API_KEY_PREFIX = "key_"
DELAY = "DELAY"
SIGNING = "SIGNING"


def email_claim(email: str) -> str:
    return "EMAIL#" + hidden("email", email)


def invite(token: str) -> str:
    return "INVITE#" + hidden("invite", token)


def reset(token: str) -> str:
    return "RESET#" + hidden("reset", token)


def api_key(token: str) -> str:
    return "KEY#" + hidden("api-key", token)


def api_keys_of(workspace_id: str) -> str:
    return of_workspace(workspace_id, "API_KEYS")


def delay(subject: str) -> str:
    return "DELAY#" + hidden("delay", subject)


def hidden(purpose: str, text: str) -> str:
    """40 hex digits that only this installation can make."""
    return keyed_hash(purpose, text.encode()).hex()[:40]
