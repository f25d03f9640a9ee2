"""What a user gives for each kind of channel, checked; and what of it may be shown."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, TypeAdapter, field_validator

from chalicelib.core.wording import Misfit
from chalicelib.notifications import mail


def _token(host: str, path: str, parameter: str | None, shape: str) -> BeforeValidator:
    """A validator for a token given alone or inside the webhook URL that the service shows.

    `path` is the URL's path; the token is the query's `parameter`, or without one what follows the path.
    """

    def take(given: object) -> object:
        if isinstance(given, SecretStr):
            given = given.get_secret_value()
        if not isinstance(given, str):
            raise Misfit("应为文本", "must be a text")
        token = given.strip()
        if "://" in token:
            parts = urlsplit(token)
            if parts.scheme != "https" or parts.netloc not in (host, f"{host}:443") or not parts.path.startswith(path):
                raise Misfit(
                    f"应为令牌，或以 https://{host}{path} 开头的地址",
                    f"must be a token or a URL that starts with https://{host}{path}",
                )
            found = parse_qs(parts.query).get(parameter, [""]) if parameter else [parts.path.removeprefix(path)]
            token = found[0].strip("/")
        if not re.fullmatch(shape, token, re.ASCII):
            raise Misfit("不像是这种机器人的令牌", "doesn't look like the token of such a bot")
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
            raise Misfit("不像是机器人的签名密钥", "doesn't look like the secret of a bot")
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
        teams_options(url.get_secret_value())
        return url


class EmailChannel(_Channel):
    """An e-mail address."""

    kind: Literal["email"] = "email"
    address: str

    @field_validator("address")
    @classmethod
    def _is_an_address(cls, address: str) -> str:
        if not mail.is_address(address):
            raise Misfit("应为一个邮箱地址", "must be one e-mail address")
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


def teams_options(url: str) -> dict[str, Any]:
    match = _TEAMS_URL.fullmatch(url)
    query = parse_qs(match["query"]) if match else {}
    signature, version = query.get("sig", [""])[0], query.get("api-version", [""])[0]
    if (
        match is None
        or not re.fullmatch(r"[A-Za-z0-9_-]{16,128}", signature)
        or not re.fullmatch(r"[\w.-]{0,40}", version)
    ):
        raise Misfit("应为 Teams 工作流的完整地址", "must be the URL of a Teams workflow, as Teams shows it")
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


def secrets_of(channel: Channel) -> list[str]:
    """Every text that must not be told, the longest first, so that no part is left of one that holds another."""
    found = list(_clear(channel).values())
    if isinstance(channel, SlackChannel):
        found += channel.url.get_secret_value().split("/")
    if isinstance(channel, TeamsChannel):
        options = teams_options(channel.url.get_secret_value())
        found += [options["signature"], options["workflow"]]
    return sorted(found, key=len, reverse=True)
