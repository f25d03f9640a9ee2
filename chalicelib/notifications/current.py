"""The channels and preferences of a workspace, kept per process: each notification asks for them."""

from __future__ import annotations

from chalicelib.core.cache import Cache
from chalicelib.core.scope import Scope
from chalicelib.notifications import store
from chalicelib.notifications.kinds import kind_of
from chalicelib.notifications.model import EMAIL, Channel, Preferences, Ways
from chalicelib.tenancy.model import Member

#: In AWS, where processes don't hear of each other's changes, a change is in force everywhere after at most this.
OUTLETS_SECONDS = 15.0


class Outlets:
    """Where the notifications of one workspace can go."""

    def __init__(self, channels: list[Channel], preferences: dict[str, Preferences]) -> None:
        self._by_id = {channel.id: channel for channel in channels}
        self._of_workspace = tuple(each for each in channels if each.scope == "workspace")
        self._own: dict[str, tuple[Channel, ...]] = {}
        for each in channels:
            if each.member_id is not None:
                self._own[each.member_id] = (*self._own.get(each.member_id, ()), each)
        self._preferences = preferences

    def get(self, channel_id: str) -> Channel | None:
        return self._by_id.get(channel_id)

    def own(self, member_id: str) -> tuple[Channel, ...]:
        return self._own.get(member_id, ())

    @property
    def of_workspace(self) -> tuple[Channel, ...]:
        return self._of_workspace

    def ways(self, member_id: str, kind: str) -> Ways:
        return self._preferences.get(member_id, _NOTHING_CHOSEN).ways(kind_of(kind))

    def channels_for(self, member: Member, kind_id: str) -> list[str]:
        """The ids of the channels that carry this kind for this member; `EMAIL` among them for a letter.

        Who cannot sign in (invited, pending) is not written to; the team's channels still tell.
        """
        kind = kind_of(kind_id)
        found = [each.id for each in self._of_workspace if each.carries(kind)]
        if member.is_active:
            ways = self.ways(member.id, kind_id)
            if ways.channels:
                found += [each.id for each in self.own(member.id) if each.carries(kind)]
            if ways.email and member.email:
                found.append(EMAIL)
        return found


_NOTHING_CHOSEN = Preferences()
_outlets: Cache[Outlets] = Cache("outlets", ttl=OUTLETS_SECONDS, most=512)


def outlets_of(scope: Scope) -> Outlets:
    """At most `OUTLETS_SECONDS` old; two Queries where it is not in memory."""
    return _outlets.get(scope.workspace_id, lambda: read_outlets(scope))


def read_outlets(scope: Scope) -> Outlets:
    """As they are now."""
    return Outlets(store.read_channels(scope), store.read_preferences(scope))


def forget_outlets(workspace_id: str) -> None:
    """Call after a change of a channel or of preferences is written."""
    _outlets.forget(workspace_id)
