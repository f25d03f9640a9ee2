"""Channels: what a user gives for WeCom, DingTalk, Feishu, Slack, Teams or e-mail, and sending through it.

The wire formats are apprise's. Two things of apprise are not enough here. It says yes or no, and takes a WeCom,
DingTalk or Feishu answer of status 200 with an error code inside for a yes. So its plugins are given
`outbound.GuardedRequests` in the place of `requests`: every call obeys the rule for users' addresses, and the answer
is kept, from which `verdict` tells why something did not arrive. The plugins are built directly, not from apprise
URLs: parsing a URL makes apprise import all its 140 plugins (1.2 s against 0.02 s), and a token can't smuggle in
URL options this way.

Texts go out as plain text where the service takes it, else (Teams) as Markdown; what users wrote is changed by
invisible characters only, so that it mentions nobody and hides no link behind a word.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from chalicelib.notifications import DeliveryFailed, mail
from chalicelib.notifications.channel_kinds import (
    Channel,
    DingtalkChannel,
    EmailChannel,
    FeishuChannel,
    SlackChannel,
    TeamsChannel,
    WecomChannel,
    from_bytes,
    hint,
    parse,
    teams_options,
    to_bytes,
)
from chalicelib.notifications.texts import Language
from chalicelib.notifications.verdict import verdict
from chalicelib.notifications.wording import harmless, worded

if TYPE_CHECKING:
    from chalicelib.notifications.outbound import Exchange


def send(
    channel: Channel, title: str, body: str, link: str, *, language: Language = "zh-CN", now: datetime | None = None
) -> None:
    """Deliver one message, within about 20 seconds.

    Args:
        title, body: plain text as users wrote it; it is escaped here. What is too long for the service is cut.
        link: the product's own URL, or "".
        now: for the date of an e-mail.

    Raises:
        DeliveryFailed: with the reason, free of secrets, and whether another try makes sense.
    """
    if isinstance(channel, EmailChannel):
        mail.send_letter(mail.Letter(channel.address, title, body, link, language), now)
        return
    from chalicelib.notifications.outbound import OutboundRefused

    exchanges: list[Exchange] = []
    token = _exchanges.set(exchanges)
    try:
        arrived = _PLUGINS[channel.kind](channel).notify(**worded(channel.kind, title, body, link, language))
    except OutboundRefused as refused:
        raise DeliveryFailed(f"the address is not allowed: {refused}", False, code="address_refused") from None
    finally:
        _exchanges.reset(token)
    if not exchanges:
        # Either nothing was sent, or apprise has found a way around the guard: no message may pass then.
        raise DeliveryFailed(
            "the message was not sent: the channel's settings were not accepted", False, code="settings"
        )
    failure = verdict(channel, exchanges[-1])
    if failure is None and not arrived:
        failure = DeliveryFailed("the service did not accept the message", False, code="rejected")
    if failure is not None:
        raise failure


_exchanges: ContextVar[list[Exchange] | None] = ContextVar("glasspipe_channel_exchanges", default=None)


def _record(exchange: Exchange) -> None:
    kept = _exchanges.get()
    if kept is not None:
        kept.append(exchange)


@lru_cache(maxsize=8)
def _guarded(plugin: str) -> ModuleType:
    """The module of one apprise plugin, its `requests` replaced by the guarded one, for the life of the process."""
    from importlib import import_module

    from chalicelib.notifications.outbound import GuardedRequests

    # apprise logs tokens, in warnings too. What is worth knowing is in DeliveryFailed.
    logging.getLogger("apprise").disabled = True
    module = import_module(f"apprise.plugins.{plugin}")
    if not isinstance(getattr(module, "requests", None), ModuleType):
        # An unguarded plugin must not send at all.
        raise RuntimeError(f"apprise's {plugin} doesn't send by requests any more")
    module.requests = GuardedRequests(_record)  # type: ignore[attr-defined]
    return module


def _asset() -> Any:
    from apprise import AppriseAsset

    return AppriseAsset(app_id="Glasspipe", app_desc="Glasspipe", app_url="", http_redirects=False)


def _wecom(channel: Any) -> Any:
    return _guarded("wecombot").NotifyWeComBot(key=channel.key.get_secret_value(), asset=_asset())


def _dingtalk(channel: Any) -> Any:
    secret = channel.secret.get_secret_value() if channel.secret else None
    plugin = _guarded("dingtalk").NotifyDingTalk
    return plugin(token=channel.token.get_secret_value(), secret=secret, asset=_asset())


def _feishu(channel: Any) -> Any:
    return _guarded("feishu").NotifyFeishu(token=channel.token.get_secret_value(), asset=_asset())


def _slack(channel: Any) -> Any:
    first, second, third = channel.url.get_secret_value().split("/")
    return _guarded("slack").NotifySlack(
        token_a=first, token_b=second, token_c=third, include_image=False, include_footer=False, asset=_asset()
    )


def _teams(channel: Any) -> Any:
    options = teams_options(channel.url.get_secret_value())
    return _guarded("workflows").NotifyWorkflows(**options, include_image=False, asset=_asset())


_PLUGINS: dict[str, Callable[[Any], Any]] = {
    "wecom": _wecom,
    "dingtalk": _dingtalk,
    "feishu": _feishu,
    "slack": _slack,
    "teams": _teams,
}


__all__ = [
    "Channel", "DingtalkChannel", "EmailChannel", "FeishuChannel", "SlackChannel", "TeamsChannel", "WecomChannel",
    "from_bytes", "harmless", "hint", "parse", "send", "to_bytes",
]  # fmt: skip
