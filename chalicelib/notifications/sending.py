"""Sending what was claimed: channels side by side, one channel message by message, many alerts as one message."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from chalicelib.core import vault
from chalicelib.core.log import logger
from chalicelib.core.scope import Scope
from chalicelib.core.settings import settings
from chalicelib.notifications import DeliveryFailed, channels, texts
from chalicelib.notifications.current import Outlets, outlets_of
from chalicelib.notifications.model import EMAIL, Channel, arrived, given_back, missed
from chalicelib.notifications.outbox import Claim, record
from chalicelib.notifications.store import Notification, notification_of
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.model import Member

PURPOSE = "channel"
_THREADS = 8
#: No message is begun later than this after the claims; the rest is given back to the next sweep. A message takes 20 s,
#: a letter three times 10 s at most, so that all is over before the lease (`model.LEASE`) ends and within one sweep.
_SENDING_SECONDS = 20.0
_NO_TIME = "no time"
Outcome = DeliveryFailed | str | None


@dataclass(frozen=True)
class Parcel:
    """One message through one channel, and the deliveries that it is for."""

    message: texts.Message
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Load:
    """All parcels of one channel, and its settings in clear (or why there are none)."""

    settings: channels.Channel | DeliveryFailed
    language: texts.Language
    parcels: tuple[Parcel, ...]


def send_claimed(scope: Scope, claims: Sequence[Claim], now: datetime) -> None:
    """Send all and record each outcome as it comes. Only the main thread speaks to the database.

    One slow channel holds up no other, and one that doesn't answer is asked once, not once per message.
    """
    began = time.monotonic()
    loads = _loads(scope, claims)
    with ThreadPoolExecutor(min(_THREADS, len(loads)) or 1, thread_name_prefix="notify") as pool:
        running = [pool.submit(_send_load, load, began, now) for load in loads]
        for done in as_completed(running):
            for parcel, outcome in done.result():
                for claim in parcel.claims:
                    _record(scope, claim, outcome, now)


def send_now(scope: Scope, channel: Channel, message: texts.Message, language: texts.Language, now: datetime) -> None:
    """One message through one channel, at once.

    Raises:
        DeliveryFailed
    """
    opened = _opened(scope, channel)
    if isinstance(opened, DeliveryFailed):
        raise opened
    channels.send(opened, message.title, message.body_text, message.link, language=language, now=now)


def _record(scope: Scope, claim: Claim, outcome: Outcome, now: datetime) -> None:
    if outcome is None:
        record(scope, claim, arrived)
    elif isinstance(outcome, DeliveryFailed):
        logger.info(
            "notification not delivered", notification_id=claim.item.sk, channel_id=claim.delivery.channel_id,
            attempt=claim.delivery.attempts, code=outcome.code, retryable=outcome.retryable,
        )  # fmt: skip
        record(scope, claim, partial(missed, failure=outcome, now=now))
    else:
        record(scope, claim, partial(given_back, now=now))


def _send_load(load: Load, began: float, now: datetime) -> list[tuple[Parcel, Outcome]]:
    outcomes: list[tuple[Parcel, Outcome]] = []
    failed: DeliveryFailed | None = load.settings if isinstance(load.settings, DeliveryFailed) else None
    for parcel in load.parcels:
        outcome: Outcome = failed
        if failed is None and time.monotonic() - began > _SENDING_SECONDS:
            outcome = _NO_TIME
        elif failed is None and not isinstance(load.settings, DeliveryFailed):
            outcome = _try(load.settings, parcel.message, load.language, now)
            # What passes by itself has not passed a moment later.
            failed = outcome if isinstance(outcome, DeliveryFailed) and outcome.retryable else None
        outcomes.append((parcel, outcome))
    return outcomes


def _try(
    channel: channels.Channel, message: texts.Message, language: texts.Language, now: datetime
) -> DeliveryFailed | None:
    try:
        channels.send(channel, message.title, message.body_text, message.link, language=language, now=now)
    except DeliveryFailed as failure:
        return failure
    except Exception:  # outermost loop of the thread: whatever it was, the other parcels and the record must follow
        logger.exception("sending failed", channel=channel.kind)
        return DeliveryFailed("the message could not be sent", True, code="rejected")
    return None


def _loads(scope: Scope, claims: Iterable[Claim]) -> list[Load]:
    outlets, members = outlets_of(scope), tenancy.members_of(scope)
    by_place: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        channel_id = claim.delivery.channel_id
        # Letters go to each member's own address; a channel is one place for all.
        owner = notification_of(claim.item).member_id if channel_id == EMAIL else ""
        by_place[channel_id, owner].append(claim)
    return [
        _load(scope, outlets, channel_id, members.get(owner), mine) for (channel_id, owner), mine in by_place.items()
    ]


def _load(scope: Scope, outlets: Outlets, channel_id: str, member: Member | None, claims: list[Claim]) -> Load:
    setup = tenancy.setup_of(scope)
    locale = setup.locale
    if channel_id == EMAIL:
        opened = _letterbox(member)
    else:
        channel = outlets.get(channel_id)
        member = tenancy.members_of(scope).get(channel.member_id) if channel and channel.member_id else None
        # Whoever has left gets nothing more, also of what was waiting.
        has_left = member is not None and not member.is_active
        opened = _gone() if channel is None or not channel.enabled or has_left else _opened(scope, channel)
    if member is not None:
        locale = member.locale
    language: texts.Language = "en" if locale == "en" else "zh-CN"
    voice = texts.Voice(language, ZoneInfo(setup.timezone))
    return Load(opened, language, tuple(_parcels(claims, voice)))


def _parcels(claims: Sequence[Claim], voice: texts.Voice) -> Iterator[Parcel]:
    """One per kind: alone in its own words, several as a list of their titles."""
    by_kind: dict[str, list[tuple[Claim, Notification]]] = defaultdict(list)
    for claim in sorted(claims, key=lambda each: each.item.sk):
        told = notification_of(claim.item)
        by_kind[told.kind].append((claim, told))
    for kind, several in by_kind.items():
        first = several[0][1]
        # A team's bot may get the same news as told to two members: it says it once.
        different = list({(told.about, told.kind): told for _, told in reversed(several)}.values())[::-1]
        message = texts.Message(first.title, first.body, first.link)
        if len(different) > 1:
            message = texts.several(kind, [told.title for told in different], f"{settings().public_url}/inbox", voice)
        yield Parcel(message, tuple(claim for claim, _ in several))


def _opened(scope: Scope, channel: Channel) -> channels.Channel | DeliveryFailed:
    try:
        return channels.from_bytes(vault.open_sealed(scope.workspace_id, channel.sealed, PURPOSE))
    except vault.KeyServiceFailed:
        return DeliveryFailed("the key service does not answer", True, code="unreachable", detail="KMS")
    except (vault.VaultError, ValueError):
        return DeliveryFailed("the channel's secret can't be opened; enter it again", False, code="settings")


def _letterbox(member: Member | None) -> channels.Channel | DeliveryFailed:
    if member is None or not member.is_active or not member.email:
        return _gone()
    try:
        return channels.EmailChannel(address=member.email)
    except ValueError:
        return DeliveryFailed("the member's e-mail address can't be written to", False, code="settings")


def _gone() -> DeliveryFailed:
    return DeliveryFailed("the channel was removed or switched off", False, code="gone")
