"""The door of notifications: what other domains may call."""

from __future__ import annotations

from chalicelib.notifications.digest import first_digest_at
from chalicelib.notifications.erasing import erase_about
from chalicelib.notifications.telling import tell

__all__ = ["erase_about", "first_digest_at", "tell"]
