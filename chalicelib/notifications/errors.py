"""What notifications refuse."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, NotFound


class NotificationNotFound(NotFound):
    code = "notification_not_found"
    zh, en = "没有这条通知。", "There is no such notification."


class ChannelNotFound(NotFound):
    code = "channel_not_found"
    zh, en = "没有这个通知渠道。", "There is no such channel."


class TooManyChannels(Conflict):
    code = "too_many_channels"
    zh, en = "通知渠道最多 {most} 个。", "There can be at most {most} channels."


class NothingToRetry(Conflict):
    code = "nothing_to_retry"
    zh, en = "没有发送失败、可以重试的渠道。", "No channel has given up on this notification."
