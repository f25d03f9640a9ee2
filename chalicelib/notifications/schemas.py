"""Requests and answers about notifications, channels and preferences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from chalicelib.core.http import Instant, Model, Resource, View
from chalicelib.core.wording import Misfit
from chalicelib.notifications import DeliveryFailed, channels, texts
from chalicelib.notifications.channel_book import NewChannel
from chalicelib.notifications.inbox import MOST_COUNTED
from chalicelib.notifications.kinds import KINDS
from chalicelib.notifications.model import Channel, Delivery, State
from chalicelib.notifications.preferences import Chosen
from chalicelib.notifications.store import Dead, Notification
from chalicelib.tenancy.texts import ClockText, Name

KindId = Annotated[str, Field(max_length=60, examples=["lead.silent"])]
NameOf = Callable[[str], str | None]


def language_of(locale: str) -> texts.Language:
    return "en" if locale == "en" else "zh-CN"


# Notifications


class PageQuery(Model):
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=2000)] | None = None


class InboxQuery(PageQuery):
    unread: bool = False


class DeliveryView(View):
    """One way of a notification. `channel` is its name; null for the letter, one that is gone, and another member's.

    `failed` is tried again at `next_at`; `dead` is not, until it is asked for. `reason` says why the last try failed.
    """

    channel_id: str
    channel: str | None
    state: State
    attempts: int
    next_at: Instant | None
    reason: str | None

    @classmethod
    def of(cls, delivery: Delivery, name_of: NameOf, language: texts.Language) -> DeliveryView:
        reason = texts.failure_text(delivery.code, delivery.detail, language) if delivery.code else None
        return cls(
            channel_id=delivery.channel_id,
            channel=name_of(delivery.channel_id),
            state=delivery.state,
            attempts=delivery.attempts,
            next_at=delivery.next_at,
            reason=reason,
        )


class NotificationView(View):
    """`about` is the id of what it is about (a lead, an import ...)."""

    id: str
    kind: str
    title: str
    body: str
    link: str
    about: str
    at: Instant
    read: bool
    deliveries: list[DeliveryView]

    @classmethod
    def of(cls, told: Notification, name_of: NameOf, language: texts.Language) -> NotificationView:
        return cls(
            id=told.id,
            kind=told.kind,
            title=told.title,
            body=told.body,
            link=told.link,
            about=told.about,
            at=told.at,
            read=told.is_read,
            deliveries=[DeliveryView.of(each, name_of, language) for each in told.deliveries],
        )


class NotificationList(View):
    """Newest first. `unread` counts all unread ones, as far as 100."""

    items: list[NotificationView]
    next_cursor: str | None
    unread: Annotated[int, Field(ge=0, le=MOST_COUNTED)]


class ReadAllView(View):
    """`more`: there are still unread ones, call again."""

    read: int
    more: bool


class DeadView(View):
    id: str
    kind: str
    title: str
    at: Instant
    member_id: str
    deliveries: list[DeliveryView]

    @classmethod
    def of(cls, dead: Dead, name_of: NameOf, language: texts.Language) -> DeadView:
        return cls(
            id=dead.id,
            kind=dead.kind,
            title=dead.title,
            at=dead.at,
            member_id=dead.member_id,
            deliveries=[DeliveryView.of(each, name_of, language) for each in dead.deliveries],
        )


class DeadList(View):
    items: list[DeadView]
    next_cursor: str | None


# Channels


class NewChannelBody(Model):
    """`settings` holds the channel's secret, which no answer ever shows. `kinds` null: all that it may carry."""

    scope: Literal["workspace", "member"] = "member"
    name: Name
    kinds: Annotated[list[KindId], Field(max_length=60)] | None = None
    enabled: bool = True
    settings: channels.Channel

    def new(self) -> NewChannel:
        kinds = tuple(dict.fromkeys(self.kinds)) if self.kinds is not None else None
        return NewChannel(self.scope, self.name, kinds, self.enabled, self.settings)


class ChannelChangeBody(Model):
    """`settings` replaces the secret; what is left out stays."""

    name: Name | None = None
    kinds: Annotated[list[KindId], Field(max_length=60)] | None = None
    enabled: bool | None = None
    settings: channels.Channel | None = None

    @field_validator("name", "enabled", "settings")
    @classmethod
    def _is_not_null(cls, value: Any) -> Any:
        if value is None:
            raise Misfit("可以省略，但不能为 null", "may be left out, but not null")
        return value

    def given(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.model_fields_set}


class ChannelView(Resource):
    """`hint` is all that is shown of the secret: its end, or an e-mail address."""

    id: str
    scope: Literal["workspace", "member"]
    member_id: str | None
    name: str
    kind: str
    kinds: list[str] | None
    enabled: bool
    hint: str
    created_at: Instant

    @classmethod
    def of(cls, channel: Channel) -> ChannelView:
        shown = {name: getattr(channel, name) for name in cls.model_fields if name != "kinds"}
        return cls(kinds=list(channel.kinds) if channel.kinds is not None else None, **shown)


class ChannelList(View):
    items: list[ChannelView]
    next_cursor: str | None


class ChannelTestView(View):
    """`reason` says why the message did not arrive; `retryable`: the same may work later without a change."""

    arrived: bool
    reason: str | None
    retryable: bool | None

    @classmethod
    def of(cls, failure: DeliveryFailed | None, language: texts.Language) -> ChannelTestView:
        if failure is None:
            return cls(arrived=True, reason=None, retryable=None)
        reason = texts.failure_text(failure.code, failure.detail or failure.reason, language)
        return cls(arrived=False, reason=reason, retryable=failure.retryable)


# Preferences


class WaysBody(Model):
    inbox: bool | None = None
    channels: bool | None = None
    email: bool | None = None

    def given(self) -> dict[str, bool]:
        return {name: value for name in self.model_fields_set if (value := getattr(self, name)) is not None}


class DigestBody(Model):
    """`at` null: the workspace's own time."""

    enabled: bool | None = None
    at: ClockText | None = None

    def given(self) -> dict[str, Any]:
        names = {"enabled": "digest", "at": "digest_at"}
        given = {names[name]: getattr(self, name) for name in self.model_fields_set}
        return {name: value for name, value in given.items() if value is not None or name == "digest_at"}


class PreferencesBody(Model):
    """What is left out stays as it is."""

    kinds: Annotated[dict[KindId, WaysBody], Field(max_length=60)] = Field(default_factory=dict)
    digest: DigestBody = DigestBody()


class KindView(View):
    kind: str
    name: str
    inbox: bool
    channels: bool
    email: bool


class DigestView(View):
    """`at` null: the workspace's time, `default_at`, holds."""

    enabled: bool
    at: str | None
    default_at: str


class PreferencesView(Resource):
    kinds: list[KindView]
    digest: DigestView

    @classmethod
    def of(cls, chosen: Chosen, locale: str) -> PreferencesView:
        shown = []
        for kind in KINDS.values():
            ways = chosen.preferences.ways(kind)
            shown.append(
                KindView(
                    kind=kind.id,
                    name=kind.name(locale),
                    inbox=ways.inbox,
                    channels=ways.channels,
                    email=ways.email,
                )
            )
        member = chosen.member
        digest = DigestView(enabled=member.digest, at=member.digest_at, default_at=chosen.default_digest_at)
        return cls(kinds=shown, digest=digest, version=chosen.preferences.version)
