"""Routes of the inbox, of channels and of preferences."""

from __future__ import annotations

from functools import partial

from chalicelib.core import clock
from chalicelib.core.http import Api
from chalicelib.core.scope import Scope
from chalicelib.notifications import channel_book, inbox, preferences
from chalicelib.notifications.errors import NothingToRetry, TooManyChannels
from chalicelib.notifications.schemas import (
    ChannelChangeBody,
    ChannelList,
    ChannelTestView,
    ChannelView,
    DeadList,
    DeadView,
    InboxQuery,
    NewChannelBody,
    NotificationList,
    NotificationView,
    PageQuery,
    PreferencesBody,
    PreferencesView,
    ReadAllView,
    language_of,
)
from chalicelib.notifications.store import Notification

api = Api(__name__, tag="notifications")


@api.get("/notifications", query=InboxQuery, allow="notifications.read")
def list_notifications(scope: Scope, query: InboxQuery) -> NotificationList:
    """The caller's inbox, newest first; notifications are kept for 180 days."""
    page = inbox.list_inbox(scope, unread=query.unread, limit=query.limit, cursor=query.cursor, now=clock.now())
    return NotificationList(
        items=[_shown(scope, told) for told in page.items], next_cursor=page.next_cursor, unread=page.unread
    )


@api.post("/notifications/{notification_id}/read", allow="notifications.read")
def read_notification(scope: Scope, notification_id: str) -> NotificationView:
    """Mark as read."""
    return _shown(scope, inbox.read(scope, notification_id))


@api.post("/notifications/read-all", allow="notifications.read")
def read_all_notifications(scope: Scope) -> ReadAllView:
    """Mark all as read, the newest 200 in one call."""
    read, more = inbox.read_all(scope)
    return ReadAllView(read=read, more=more)


@api.post("/notifications/{notification_id}/retry", allow="notifications.read", refusals=(NothingToRetry,))
def retry_notification(scope: Scope, notification_id: str) -> NotificationView:
    """Have the channels that gave up try again, from the start of the ladder: at once, then after 1, 5, 30 minutes,
    2 and 6 hours. Administrators may retry whatever `GET /v1/notifications/dead` shows."""
    return _shown(scope, inbox.retry(scope, notification_id, clock.now()))


@api.get("/notifications/dead", query=PageQuery, allow="channels.write")
def list_dead_notifications(scope: Scope, query: PageQuery) -> DeadList:
    """What channels of the workspace and of its members gave up on, with the reason, newest first."""
    found, next_cursor = inbox.list_dead(scope, limit=query.limit, cursor=query.cursor, now=clock.now())
    name_of = partial(channel_book.channel_name, scope)
    items = [DeadView.of(each, name_of, language_of(scope.locale)) for each in found]
    return DeadList(items=items, next_cursor=next_cursor)


@api.get("/notifications/preferences", allow="notifications.read")
def get_preferences(scope: Scope) -> PreferencesView:
    """By which ways the caller is told of each kind, and when the morning digest comes."""
    return PreferencesView.of(preferences.read_chosen(scope), scope.locale)


@api.patch("/notifications/preferences", body=PreferencesBody, allow="notifications.read")
def change_preferences(scope: Scope, body: PreferencesBody, expected: int | None) -> PreferencesView:
    """Change only what is named. Another digest time is in force with the next digest."""
    by_kind = {kind: ways.given() for kind, ways in body.kinds.items()}
    chosen = preferences.change_chosen(scope, by_kind, body.digest.given(), expected, clock.now())
    return PreferencesView.of(chosen, scope.locale)


@api.get("/channels", allow="notifications.read")
def list_channels(scope: Scope) -> ChannelList:
    """The workspace's channels and the caller's own; all on one page."""
    return ChannelList(items=[ChannelView.of(each) for each in channel_book.visible_channels(scope)], next_cursor=None)


@api.post("/channels", body=NewChannelBody, status=201, allow="notifications.read", refusals=(TooManyChannels,))
def create_channel(scope: Scope, body: NewChannelBody) -> ChannelView:
    """Add a channel: one's own, or with the permission `channels.write` one of the workspace."""
    return ChannelView.of(channel_book.create_channel(scope, body.new(), clock.now()))


@api.get("/channels/{channel_id}", allow="notifications.read")
def get_channel(scope: Scope, channel_id: str) -> ChannelView:
    return ChannelView.of(channel_book.get_channel(scope, channel_id))


@api.patch("/channels/{channel_id}", body=ChannelChangeBody, allow="notifications.read")
def change_channel(scope: Scope, channel_id: str, body: ChannelChangeBody, expected: int | None) -> ChannelView:
    return ChannelView.of(channel_book.change_channel(scope, channel_id, body.given(), expected, clock.now()))


@api.delete("/channels/{channel_id}", allow="notifications.read", if_match=True)
def delete_channel(scope: Scope, channel_id: str, expected: int | None) -> None:
    """Remove a channel; what still waits for it is given up."""
    channel_book.delete_channel(scope, channel_id, expected, clock.now())


@api.post("/channels/{channel_id}/test", allow="notifications.read")
def test_channel(scope: Scope, channel_id: str) -> ChannelTestView:
    """Send a test message now. The answer is 200 also when it did not arrive, with the reason."""
    return ChannelTestView.of(channel_book.test_channel(scope, channel_id, clock.now()), language_of(scope.locale))


def _shown(scope: Scope, told: Notification) -> NotificationView:
    return NotificationView.of(told, partial(channel_book.channel_name, scope), language_of(scope.locale))
