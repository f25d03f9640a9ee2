"""Channels: what a user gives for WeCom, DingTalk, Feishu, Slack, Teams or e-mail, and sending through it.

The wire formats are apprise's. Two things of apprise are not enough here. It says yes or no, and takes a WeCom,
DingTalk or Feishu answer of status 200 with an error code inside for a yes. So its plugins are given
`outbound.GuardedRequests` in the place of `requests`: every call obeys the rule for users' addresses, and the answer
is kept, from which `_verdict` tells why something did not arrive. The plugins are built directly, not from apprise
URLs: parsing a URL makes apprise import all its 140 plugins (1.2 s against 0.02 s), and a token can't smuggle in
URL options this way.

Texts go out as plain text where the service takes it, else (Teams) as Markdown; what users wrote is changed by
invisible characters only, so that it mentions nobody and hides no link behind a word.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import parse_qs, quote, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, TypeAdapter, field_validator

from chalicelib.notifications import DeliveryFailed, mail
from chalicelib.notifications.texts import OPEN_LABEL, Language

if TYPE_CHECKING:
    from chalicelib.notifications.outbound import Exchange


def _token(host: str, path: str, parameter: str | None, shape: str) -> BeforeValidator:
    """A validator for a token given alone or inside the webhook URL that the service shows.

    `path` is the URL's path; the token is the query's `parameter`, or without one what follows the path.
    """

    def take(given: object) -> object:
        if isinstance(given, SecretStr):
            given = given.get_secret_value()
        if not isinstance(given, str):
            raise ValueError("must be a text")  # noqa: TRY004 (pydantic reports ValueErrors, not TypeErrors)
        token = given.strip()
        if "://" in token:
            parts = urlsplit(token)
            if parts.scheme != "https" or parts.netloc not in (host, f"{host}:443") or not parts.path.startswith(path):
                raise ValueError(f"must be a token or a URL that starts with https://{host}{path}")
            found = parse_qs(parts.query).get(parameter, [""]) if parameter else [parts.path.removeprefix(path)]
            token = found[0].strip("/")
        if not re.fullmatch(shape, token, re.ASCII):
            raise ValueError("doesn't look like the token of such a bot")
        return token

    return BeforeValidator(take)


class _Channel(BaseModel):
    # Pydantic's messages would else quote what was typed, which is a secret.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class WecomChannel(_Channel):
    """A WeCom 企业微信 group bot: its key, or its whole webhook URL."""

    kind: Literal["wecom"] = "wecom"
    key: Annotated[SecretStr, _token("qyapi.weixin.qq.com", "/cgi-bin/webhook/send", "key", r"[A-Za-z0-9_-]{8,128}")]


class DingtalkChannel(_Channel):
    """A DingTalk 钉钉 group bot: its token or URL, and the secret if the bot checks signatures."""

    kind: Literal["dingtalk"] = "dingtalk"
    token: Annotated[SecretStr, _token("oapi.dingtalk.com", "/robot/send", "access_token", r"[A-Za-z0-9]{16,128}")]
    secret: SecretStr | None = None

    @field_validator("secret")
    @classmethod
    def _is_a_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not re.fullmatch(r"[A-Za-z0-9]{8,128}", secret.get_secret_value(), re.ASCII):
            raise ValueError("doesn't look like the secret of a bot")
        return secret or None


class FeishuChannel(_Channel):
    """A Feishu 飞书 custom bot: its token or URL. Bots that check signatures can't be used; keywords can."""

    kind: Literal["feishu"] = "feishu"
    token: Annotated[SecretStr, _token("open.feishu.cn", "/open-apis/bot/v2/hook/", None, r"[A-Za-z0-9_-]{8,128}")]


class SlackChannel(_Channel):
    """A Slack incoming webhook, `https://hooks.slack.com/services/T…/B…/…`."""

    kind: Literal["slack"] = "slack"
    url: Annotated[
        SecretStr, _token("hooks.slack.com", "/services/", None, r"[A-Z0-9]{3,32}/[A-Z0-9]{3,32}/[A-Za-z0-9]{8,64}")
    ]


_TEAMS_URL = re.compile(
    r"https://(?P<host>(?:[a-z0-9-]+\.){1,8}(?:logic\.azure\.(?:com|us|cn)|api\.powerplatform\.com"
    r"|api\.(?:gov|high|dod)\.powerplatform\.microsoft\.us|api\.powerplatform\.partner\.microsoftonline\.cn))(?::443)?"
    r"(?P<direct>/powerautomate/automations/direct(?:/cu/(?P<route>[0-9]{1,6}))?)?"
    r"/workflows/(?P<workflow>[A-Za-z0-9_-]{8,64})/triggers/manual/paths/invoke/?\?(?P<query>[\x21-\x7e]+)",
    re.ASCII,
)


class TeamsChannel(_Channel):
    """The URL of a Teams workflow "when a webhook request is received"."""

    kind: Literal["teams"] = "teams"
    url: SecretStr

    @field_validator("url")
    @classmethod
    def _is_a_workflow(cls, url: SecretStr) -> SecretStr:
        _teams_options(url.get_secret_value())
        return url


class EmailChannel(_Channel):
    """An e-mail address."""

    kind: Literal["email"] = "email"
    address: str

    @field_validator("address")
    @classmethod
    def _is_an_address(cls, address: str) -> str:
        if not mail.is_address(address):
            raise ValueError("must be one e-mail address")
        return address


Channel = Annotated[
    WecomChannel | DingtalkChannel | FeishuChannel | SlackChannel | TeamsChannel | EmailChannel,
    Field(discriminator="kind"),
]
_ANY: TypeAdapter[Channel] = TypeAdapter(Channel, config=ConfigDict(hide_input_in_errors=True))


def parse(given: object) -> Channel:
    """What a user gave, as a dict with `kind`.

    Raises:
        pydantic.ValidationError: its message quotes nothing of it; its `errors()` do, unless `include_input=False`.
    """
    return _ANY.validate_python(given)


def to_bytes(channel: Channel) -> bytes:
    """The channel with its secrets in clear, as JSON, to be sealed before it is kept."""
    return json.dumps({"kind": channel.kind} | _clear(channel)).encode()


def from_bytes(raw: bytes) -> Channel:
    """What `to_bytes` made.

    Raises:
        pydantic.ValidationError: it isn't a channel (the message quotes nothing of it).
    """
    return _ANY.validate_json(raw)


def hint(channel: Channel) -> str:
    """What may be shown of a channel: an e-mail address, or the last four characters of a secret."""
    if isinstance(channel, EmailChannel):
        return channel.address
    return "…" + next(iter(_clear(channel).values()))[-4:]


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
        arrived = _PLUGINS[channel.kind](channel).notify(**_worded(channel.kind, title, body, link, language))
    except OutboundRefused as refused:
        raise DeliveryFailed(f"the address is not allowed: {refused}", False, code="address_refused") from None
    finally:
        _exchanges.reset(token)
    if not exchanges:
        # Either nothing was sent, or apprise has found a way around the guard: no message may pass then.
        raise DeliveryFailed(
            "the message was not sent: the channel's settings were not accepted", False, code="settings"
        )
    failure = _verdict(channel, exchanges[-1])
    if failure is None and not arrived:
        failure = DeliveryFailed("the service did not accept the message", False, code="rejected")
    if failure is not None:
        raise failure


# What the services can carry of one text, in bytes, with room for title and link.
_MOST_BYTES = {"wecom": 2000, "dingtalk": 18_000, "feishu": 18_000, "slack": 7_000, "teams": 18_000}
_INVISIBLE = "\u200b"
# Direction overrides can make a text read differently from what it says.
_UNWANTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_MENTION = re.compile(r"(?<![A-Za-z0-9._%+-])@")
_TAG = re.compile(r"<(?=[A-Za-z/@!#])")
_HIDDEN_LINK = re.compile(r"\](?=[(:\[])")


def harmless(text: str) -> str:
    """The text as it reads, but mentioning nobody (`@all`, `<at …>`, `<!here>`) and hiding no link behind a word."""
    text = _UNWANTED.sub("", text.replace("\r\n", "\n"))
    text = _MENTION.sub("@" + _INVISIBLE, text)
    text = _TAG.sub("<" + _INVISIBLE, text)
    return _HIDDEN_LINK.sub("]" + _INVISIBLE, text)


def _for_teams(text: str) -> str:
    return re.sub(r"([\\*_`])", r"\\\1", text).replace("\n", "\n\n")


def _worded(kind: str, title: str, body: str, link: str, language: Language) -> dict[str, str]:
    title = " ".join(harmless(title).split())[:200] or "Glasspipe"
    link = quote(link, safe=":/?#[]@!$&'*+,;=%~") if link.startswith(("https://", "http://")) else ""
    room = _MOST_BYTES[kind] - len(f"{title}{link}".encode())
    body = _cut(harmless(body).strip(), room)
    if kind == "teams":
        opening = f"[{OPEN_LABEL[language]}]({link})" if link else ""
        return {"title": _for_teams(title), "body": _joined(_for_teams(body), opening), "body_format": "markdown"}
    # Without a title of its own, apprise puts it on the first line; for Slack it escapes &, < and >.
    return {"title": title, "body": _joined(body, link), "body_format": "text"}


def _joined(body: str, link: str) -> str:
    return "\n\n".join(part for part in (body, link) if part) or "…"


def _cut(text: str, most_bytes: int) -> str:
    raw = text.encode("utf-8", "replace")
    if len(raw) <= most_bytes:
        return raw.decode()
    return raw[: most_bytes - 3].decode("utf-8", "ignore") + "…"


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
        raise RuntimeError(f"apprise's {plugin} doesn't send by requests any more")  # noqa: TRY004
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
    options = _teams_options(channel.url.get_secret_value())
    return _guarded("workflows").NotifyWorkflows(**options, include_image=False, asset=_asset())


_PLUGINS: dict[str, Callable[[Any], Any]] = {
    "wecom": _wecom,
    "dingtalk": _dingtalk,
    "feishu": _feishu,
    "slack": _slack,
    "teams": _teams,
}


def _teams_options(url: str) -> dict[str, Any]:
    match = _TEAMS_URL.fullmatch(url)
    query = parse_qs(match["query"]) if match else {}
    signature, version = query.get("sig", [""])[0], query.get("api-version", [""])[0]
    if (
        match is None
        or not re.fullmatch(r"[A-Za-z0-9_-]{16,128}", signature)
        or not re.fullmatch(r"[\w.-]{0,40}", version)
    ):
        raise ValueError("must be the URL of a Teams workflow, as Teams shows it")
    return {
        "host": match["host"],
        "workflow": match["workflow"],
        "signature": signature,
        "power_automate": match["direct"] is not None,
        "routing_id": match["route"],
        "version": version or None,
    }


def _clear(channel: Channel) -> dict[str, str]:
    fields = {name: getattr(channel, name) for name in type(channel).model_fields if name != "kind"}
    return {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value
        for name, value in fields.items()
        if value is not None
    }


def _secrets(channel: Channel) -> list[str]:
    """Every text that must not be told, the longest first, so that no part is left of one that holds another."""
    found = list(_clear(channel).values())
    if isinstance(channel, SlackChannel):
        found += channel.url.get_secret_value().split("/")
    if isinstance(channel, TeamsChannel):
        options = _teams_options(channel.url.get_secret_value())
        found += [options["signature"], options["workflow"]]
    return sorted(found, key=len, reverse=True)


# Where a service puts its own verdict into an answer of status 200: the fields of code and text, and the codes that
# pass by themselves ("too often", "busy").
_CODES_INSIDE: dict[str, tuple[str, str, frozenset[int]]] = {
    "wecom": ("errcode", "errmsg", frozenset({-1, 45009, 45033})),
    "dingtalk": ("errcode", "errmsg", frozenset({-1, 130101, 410100})),
    "feishu": ("code", "msg", frozenset({11232, 11247})),
}
_PASSING_STATUS = frozenset({408, 425, 429})


def _verdict(channel: Channel, exchange: Exchange) -> DeliveryFailed | None:
    if exchange.problem is not None:
        return _broken(exchange.problem)
    status, said = exchange.status or 0, _excerpt(channel, exchange.answer)
    if 300 <= status < 400:
        return DeliveryFailed(f"the service redirected (HTTP {status}), which is not followed", False, code="redirect")
    if not 200 <= status < 300:
        retryable = status >= 500 or status in _PASSING_STATUS
        detail = f"{status} {said}".strip()
        return DeliveryFailed(f"the service answered HTTP {detail}", retryable, code="status", detail=detail)
    if channel.kind in _CODES_INSIDE:
        return _verdict_inside(channel, exchange.answer, said)
    if channel.kind == "slack" and exchange.answer != b"ok":
        return DeliveryFailed(f"the service refused the message: {said}", False, code="rejected", detail=said)
    return None


def _verdict_inside(channel: Channel, answer: bytes, said: str) -> DeliveryFailed | None:
    code_field, text_field, passing = _CODES_INSIDE[channel.kind]
    try:
        told = json.loads(answer)
        code = int(told[code_field])
    except (ValueError, TypeError, KeyError):
        return DeliveryFailed(f"the service's answer can't be read: {said}", True, code="rejected", detail=said)
    if code == 0:
        return None
    detail = f"{code} {_excerpt(channel, str(told.get(text_field, '')).encode())}".strip()
    return DeliveryFailed(f"the service refused the message: {detail}", code in passing, code="rejected", detail=detail)


def _broken(problem: Exception) -> DeliveryFailed:
    """The failure for what `outbound.request` raised; texts of exceptions hold URLs, so only their types are told."""
    import requests

    if isinstance(problem, requests.exceptions.SSLError):
        return DeliveryFailed("the service's certificate was not accepted", True, code="tls")
    if isinstance(problem, requests.Timeout):
        return DeliveryFailed("the service did not answer in time", True, code="timeout")
    return DeliveryFailed("the service can't be reached", True, code="unreachable", detail=type(problem).__name__)


def _excerpt(channel: Channel, answer: bytes) -> str:
    text = " ".join(answer[:2000].decode("utf-8", "replace").split())
    for secret in _secrets(channel):
        text = re.sub(re.escape(secret), "•••", text, flags=re.IGNORECASE)
    return _UNWANTED.sub("", text)[:200]
