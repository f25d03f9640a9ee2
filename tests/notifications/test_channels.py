"""Channels: what is accepted as one, what arrives at the service, and what a failure tells."""

from __future__ import annotations

import importlib
import json
import logging
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import ValidationError

from chalicelib.notifications import DeliveryFailed, channel_kinds, channels, wording

from .conftest import Answer, WebServer

TEAMS_HOST = "prod-12.westeurope.logic.azure.com"
TEAMS_URL = (
    f"https://{TEAMS_HOST}:443/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke"
    "?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=TeamsSecretSignature_abc-123"
)
DIRECT_URL = (
    "https://default00.11.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/"
    "0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sig=TeamsSecretSignature_abc-123"
)
GIVEN: dict[str, dict[str, str]] = {
    "wecom": {"kind": "wecom", "key": "WecomSecret-0001-abcd"},
    "dingtalk": {"kind": "dingtalk", "token": "DingSecretToken0123456789", "secret": "SECdingSignature0123"},
    "feishu": {"kind": "feishu", "token": "FeishuSecret-0001-abcd"},
    "slack": {"kind": "slack", "url": "https://hooks.slack.com/services/T00AAAA/B00BBBB/SlackSecret0123"},
    "teams": {"kind": "teams", "url": TEAMS_URL},
    "email": {"kind": "email", "address": "wang@example.com"},
}
#: Of each plugin: its module, its class, the attribute that holds the service's URL, and what is put there.
PLUGINS = {
    "wecom": ("wecombot", "NotifyWeComBot", "notify_url", "{base}/send?key={{key}}"),
    "dingtalk": ("dingtalk", "NotifyDingTalk", "notify_url", "{base}/send?access_token={{token}}"),
    "feishu": ("feishu", "NotifyFeishu", "notify_url", "{base}/hook/{{token}}/"),
    "slack": ("slack", "NotifySlack", "webhook_url", "{base}/services"),
}
GOOD = {"wecom": b'{"errcode":0}', "dingtalk": b'{"errcode":0}', "feishu": b'{"code":0}', "slack": b"ok"}
EVIL = (
    "急 @all @所有人 <at user_id=\"all\">x</at> <!here> [点此](http://evil.example) <a href='x'>y</a> wang@example.com"
)
BotAt = Callable[[str], channels.Channel]


def channel(kind: str) -> channels.Channel:
    return channels.parse(GIVEN[kind])


def secrets_of(kind: str) -> list[str]:
    return [
        "WecomSecret",
        "DingSecret",
        "SECding",
        "FeishuSecret",
        "SlackSecret",
        "B00BBBB",
        "TeamsSecret",
        "0123456789abcdef",
    ]


@pytest.fixture
def bot_at_server(allowed_web: WebServer, monkeypatch: pytest.MonkeyPatch) -> BotAt:
    """A channel whose service is the local server."""

    def aim(kind: str) -> channels.Channel:
        module, name, attribute, url = PLUGINS[kind]
        plugin = getattr(importlib.import_module(f"apprise.plugins.{module}"), name)
        monkeypatch.setattr(plugin, attribute, url.format(base=allowed_web.url))
        allowed_web.answer = Answer(body=GOOD[kind])
        return channel(kind)

    return aim


@pytest.mark.parametrize("kind", PLUGINS)
def test_a_message_arrives_with_its_words_link_and_token(
    kind: str, bot_at_server: BotAt, allowed_web: WebServer
) -> None:
    channels.send(
        bot_at_server(kind), "已静默 9 天", "阶段：报价\n金额 < 3 & > 2", "https://app.example.com/leads/1?a=1&b=2"
    )
    said = json.dumps(json.loads(allowed_web.bodies[0]), ensure_ascii=False)
    assert "已静默 9 天" in said
    assert "阶段：报价" in said
    # Slack's own escapes are undone by Slack.
    assert f"https://app.example.com/leads/1?a=1{'&amp;' if kind == 'slack' else '&'}b=2" in said
    assert ("金额 &lt; 3 &amp; &gt; 2" if kind == "slack" else "金额 < 3 & > 2") in said
    given = GIVEN[kind].get("key") or GIVEN[kind].get("token") or "T00AAAA/B00BBBB/SlackSecret0123"
    assert given in allowed_web.paths[0]
    assert ("sign=" in allowed_web.paths[0]) is (kind == "dingtalk")


@pytest.mark.parametrize("kind", PLUGINS)
def test_what_users_wrote_mentions_nobody_and_hides_no_link(
    kind: str, bot_at_server: BotAt, allowed_web: WebServer
) -> None:
    channels.send(bot_at_server(kind), EVIL, EVIL, "")
    sent = json.loads(allowed_web.bodies[0])
    said = json.dumps(sent, ensure_ascii=False)
    for trick in ("@all", "@所有人", "<at", "<!here", "](http", "<a href"):
        assert trick not in said
    assert "wang@example.com" in said
    assert sent.get("at", {"isAtAll": False})["isAtAll"] is False
    assert not sent.get("at", {}).get("atMobiles")


def test_teams_words_are_markdown_that_links_only_to_us() -> None:
    worded = wording.worded("teams", EVIL, f"{EVIL}\n*a* _b_", "https://app.example.com/leads/1", "en")
    assert worded["body"].endswith(r"\*a\* \_b\_" + "\n\n[Open in Glasspipe](https://app.example.com/leads/1)")
    for trick in ("@all", "<at", "](http://evil"):
        assert trick not in worded["title"] + worded["body"]


@pytest.mark.parametrize("kind", [*PLUGINS, "teams"])
def test_a_text_longer_than_the_service_takes_is_cut_and_keeps_its_link(kind: str) -> None:
    worded = wording.worded(kind, "标题" * 500, "很长" * 50_000, "https://app.example.com/leads/1", "zh-CN")
    assert len((worded["title"] + worded["body"]).encode()) <= wording.MOST_BYTES[kind] + 100
    assert "https://app.example.com/leads/1" in worded["body"]
    assert "…" in worded["body"]


@pytest.mark.parametrize(
    ("kind", "answer", "told", "retryable"),
    [
        ("wecom", Answer(body=b'{"errcode":93000,"errmsg":"invalid webhook url"}'), "93000 invalid webhook url", False),
        ("wecom", Answer(body=b'{"errcode":45009,"errmsg":"api freq out of limit"}'), "45009", True),
        ("dingtalk", Answer(body='{"errcode":310000,"errmsg":"关键词不匹配"}'.encode()), "310000 关键词不匹配", False),
        ("dingtalk", Answer(body=b'{"errcode":130101,"errmsg":"send too fast"}'), "130101", True),
        ("feishu", Answer(body=b'{"code":19001,"msg":"param invalid"}'), "19001 param invalid", False),
        ("feishu", Answer(body=b'{"code":11232,"msg":"rate"}'), "11232", True),
        ("slack", Answer(404, b"no_service"), "HTTP 404 no_service", False),
        ("slack", Answer(429, b"", {"Retry-After": "30"}), "HTTP 429", True),
        ("slack", Answer(200, b"<html>login</html>"), "login", False),
        ("wecom", Answer(500, b"oops"), "HTTP 500 oops", True),
        ("wecom", Answer(200, b"<html>"), "can't be read", True),
        ("feishu", Answer(200, b"[]"), "can't be read", True),
        ("wecom", Answer(302, b"", {"Location": "http://127.0.0.1/"}), "redirected", False),
    ],
)
def test_a_failure_tells_what_the_service_said_and_whether_to_try_again(
    bot_at_server: BotAt, allowed_web: WebServer, kind: str, answer: Answer, told: str, retryable: bool
) -> None:
    bot = bot_at_server(kind)
    allowed_web.answer = answer
    with pytest.raises(DeliveryFailed) as caught:
        channels.send(bot, "x", "x", "")
    assert told in caught.value.reason
    assert caught.value.retryable is retryable
    assert len(allowed_web.paths) == 1


@pytest.mark.parametrize("kind", PLUGINS)
def test_no_reason_and_no_log_tells_a_secret(
    kind: str, bot_at_server: BotAt, allowed_web: WebServer, caplog: pytest.LogCaptureFixture
) -> None:
    bot = bot_at_server(kind)
    echo = " ".join(value for name, value in GIVEN[kind].items() if name != "kind")
    body = json.dumps({"errcode": 1, "code": 1, "errmsg": f"bad {echo.upper()}", "msg": f"bad {echo} {echo[-16:]}"})
    with caplog.at_level(logging.DEBUG):
        for logger in ("apprise", "urllib3", "requests"):
            caplog.set_level(logging.DEBUG, logger=logger)
        allowed_web.answer = Answer(200, body.encode())
        with pytest.raises(DeliveryFailed) as caught:
            channels.send(bot, "x", "x", "")
        allowed_web.answer = Answer(403, body.encode())
        with pytest.raises(DeliveryFailed) as again:
            channels.send(bot, "x", "x", "")
    told = f"{caught.value!r} {caught.value.detail} {again.value!r} {again.value.detail} {caplog.text} {bot!r} {bot}"
    for secret in GIVEN[kind]:
        if secret != "kind":
            assert GIVEN[kind][secret].rpartition("/")[2].lower() not in told.lower()


@pytest.mark.parametrize("kind", [*PLUGINS, "teams"])
def test_a_service_whose_name_leads_inside_gets_nothing(
    kind: str, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def inside(_host: str, port: int, *_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", inside)
    with pytest.raises(DeliveryFailed) as caught:
        channels.send(channel(kind), "x", "x", "")
    assert (caught.value.code, caught.value.retryable) == ("address_refused", False)


def test_a_service_that_is_down_is_worth_another_try(bot_at_server: BotAt, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = bot_at_server("slack")
    from apprise.plugins.slack import NotifySlack

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("GLASSPIPE_OUTBOUND_ALLOW", f"127.0.0.1:{port}")
    monkeypatch.setattr(NotifySlack, "webhook_url", f"http://127.0.0.1:{port}")
    with pytest.raises(DeliveryFailed) as caught:
        channels.send(bot, "x", "x", "")
    assert (caught.value.code, caught.value.retryable) == ("unreachable", True)


def test_many_threads_each_get_their_own_answer(bot_at_server: BotAt, allowed_web: WebServer) -> None:
    good, bad, told = bot_at_server("slack"), bot_at_server("wecom"), list[str]()
    allowed_web.answer = Answer(body=b"ok")

    def send(bot: channels.Channel) -> None:
        try:
            channels.send(bot, "x", "x", "")
            told.append("slack")
        except DeliveryFailed as failed:
            told.append(failed.code)

    threads = [threading.Thread(target=send, args=(bot,)) for bot in [good, bad] * 8]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["rejected"] * 8 + ["slack"] * 8


def test_teams_gets_a_card_over_a_verified_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = _certificate(tmp_path, TEAMS_HOST)
    got: list[tuple[str, dict[str, Any]]] = []

    class Teams(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(202)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Teams)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def local(_host: str, _port: int, *_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.server_port))]

    monkeypatch.setattr(socket, "getaddrinfo", local)
    monkeypatch.setenv("GLASSPIPE_OUTBOUND_ALLOW", f"{TEAMS_HOST}:443")
    try:
        with pytest.raises(DeliveryFailed) as caught:
            channels.send(channel("teams"), "标题", EVIL, "https://app.example.com/leads/1")
        assert caught.value.code == "tls"
        assert got == []
        monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate))
        channels.send(channel("teams"), "标题", EVIL, "https://app.example.com/leads/1")
    finally:
        server.shutdown()
        server.server_close()
    (path, card) = got[0]
    assert "sig=TeamsSecretSignature_abc-123" in path
    content = card["attachments"][0]["content"]
    assert "entities" not in content["msteams"]
    texts = [block["text"] for block in content["body"]]
    assert texts[0] == "标题"
    assert texts[1].endswith("[在明线中打开](https://app.example.com/leads/1)")
    assert "](http://evil" not in texts[1]


def _certificate(folder: Path, host: str) -> Path:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "teams")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, today - timedelta(days=1), today + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "teams.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_an_email_channel_writes_a_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GLASSPIPE_SMTP_URL", raising=False)
    monkeypatch.setenv("GLASSPIPE_MAILBOX", str(tmp_path))
    channels.send(channel("email"), "标题", "正文", "https://app.example.com/", now=datetime(2026, 11, 24, tzinfo=UTC))
    assert [file.name[:8] for file in tmp_path.iterdir()] == ["20261124"]


@pytest.mark.parametrize("kind", GIVEN)
def test_a_channel_survives_being_kept_and_shows_only_a_hint(kind: str) -> None:
    kept = channels.to_bytes(channel(kind))
    assert channels.from_bytes(kept) == channel(kind)
    hint = channels.hint(channel(kind))
    assert hint == "wang@example.com" if kind == "email" else len(hint) == 5
    if kind != "email":
        assert not any(secret in repr(channel(kind)) for secret in secrets_of(kind))


@pytest.mark.parametrize(
    ("given", "same"),
    [
        (
            {"kind": "wecom", "key": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=WecomSecret-0001-abcd"},
            "wecom",
        ),
        (
            {"kind": "feishu", "token": " https://open.feishu.cn/open-apis/bot/v2/hook/FeishuSecret-0001-abcd "},
            "feishu",
        ),
        (
            GIVEN["dingtalk"]
            | {"token": "https://oapi.dingtalk.com/robot/send?access_token=DingSecretToken0123456789"},
            "dingtalk",
        ),
    ],
)
def test_the_url_that_the_service_shows_is_as_good_as_its_token(given: dict[str, str], same: str) -> None:
    assert channels.parse(given) == channel(same)


def test_both_kinds_of_teams_urls_are_read() -> None:
    options = channel_kinds.teams_options(DIRECT_URL)
    assert (options["power_automate"], options["version"]) == (True, "1")
    assert channel_kinds.teams_options(TEAMS_URL)["power_automate"] is False


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "wecom", "key": ""},
        {"kind": "wecom", "key": "short"},
        {"kind": "wecom", "key": "WecomSecret?redirect=yes"},
        {"kind": "wecom", "key": "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=WecomSecret-0001"},
        {"kind": "wecom", "key": "https://evil.example/cgi-bin/webhook/send?key=WecomSecret-0001"},
        {"kind": "wecom", "key": "https://x@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=WecomSecret-0001"},
        {"kind": "wecom", "key": "WecomSecret-0001-abcd", "verify": "no"},
        {"kind": "wecom", "key": 7},
        {"kind": "wecom"},
        {"kind": "dingtalk", "token": "DingSecretToken0123456789", "secret": "with space"},
        {"kind": "feishu", "token": "https://open.feishu.cn/open-apis/bot/v2/hook/a/../b/FeishuSecret"},
        {"kind": "slack", "url": "https://hooks.slack.com.evil.example/services/T00AAAA/B00BBBB/SlackSecret0123"},
        {"kind": "slack", "url": "https://hooks.slack.com/services/T00AAAA/B00BBBB"},
        {"kind": "slack", "url": "https://hooks.slack.com:8443/services/T00AAAA/B00BBBB/SlackSecret0123"},
        {"kind": "teams", "url": "https://127.0.0.1/workflows/0123456789abcdef/triggers/manual/paths/invoke?sig=TeamsSecret0123456"},
        {"kind": "teams", "url": TEAMS_URL.replace("logic.azure.com", "logic.azure.com.evil.example")},
        {"kind": "teams", "url": TEAMS_URL.replace("https://", "https://user:secret@")},
        {"kind": "teams", "url": TEAMS_URL.replace(":443", ":8443")},
        {"kind": "teams", "url": TEAMS_URL.replace("sig=", "six=")},
        {"kind": "email", "address": "Wang <wang@example.com>"},
        {"kind": "sms", "number": "1"},
        {},
    ],
)  # fmt: skip
def test_what_is_no_channel_is_refused_without_repeating_it(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        channels.parse(given)
    assert not any(secret in str(caught.value) for secret in secrets_of("any"))


def test_importing_channels_does_not_import_apprise() -> None:
    code = "import sys, chalicelib.notifications.channels; print('apprise' in sys.modules, 'requests' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]
