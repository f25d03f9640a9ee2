"""E-mail: what a mail program would see, and what a mail server's refusal tells."""

from __future__ import annotations

import email
import ipaddress
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chalicelib.core.log import logger
from chalicelib.notifications import DeliveryFailed, mail

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
LETTER = mail.Letter(
    to="wang@example.com",
    subject="「云图科技」已静默 9 天",
    body="阶段：报价\n<b>客户</b> & 关键障碍点：预算",
    link="https://app.example.com/leads/lead_1?a=1&b=2",
)


class Postbox:
    """Keeps what arrives, or answers `refusal`."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refusal = ""

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        self.letters.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 OK"


StartSmtp = Callable[..., tuple[Postbox, int]]


@pytest.fixture
def start_smtp() -> Iterator[StartSmtp]:
    running: list[Controller] = []

    def start(**options: Any) -> tuple[Postbox, int]:
        box = Postbox()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(box, hostname="127.0.0.1", port=port, **options)
        controller.start()
        running.append(controller)
        return box, port

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate of 127.0.0.1 with its key, in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "mail.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def served_by(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GLASSPIPE_SMTP_URL", raising=False)
    monkeypatch.setenv("GLASSPIPE_MAILBOX", str(tmp_path / "mailbox"))
    return tmp_path / "mailbox"


def part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def read(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=default)


def test_a_letter_arrives_by_smtp_with_its_words_and_its_link(
    start_smtp: StartSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, port = start_smtp()
    monkeypatch.setenv("GLASSPIPE_SMTP_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("GLASSPIPE_MAIL_FROM", "明线 <bot@glasspipe.example>")
    mail.send_letter(LETTER, NOW)
    (letter,) = box.letters
    assert letter["Subject"] == LETTER.subject
    assert letter["To"] == "wang@example.com"
    assert letter["From"].addresses[0].display_name == "明线"
    assert letter["Date"].datetime == NOW
    assert part(letter, "plain").replace("\r\n", "\n") == f"{LETTER.body}\n\n{LETTER.link}\n"
    assert "&lt;b&gt;客户&lt;/b&gt; &amp; 关键障碍点" in part(letter, "html")
    assert 'href="https://app.example.com/leads/lead_1?a=1&amp;b=2"' in part(letter, "html")


def test_a_letter_goes_over_starttls_with_a_password(
    start_smtp: StartSmtp, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[bytes] = []

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, answer: Any) -> AuthResult:
        given.append(answer.password)
        return AuthResult(success=True)

    box, port = start_smtp(tls_context=served_by(certificate), require_starttls=True, authenticator=authenticate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("GLASSPIPE_SMTP_URL", f"smtp://user:p%40ss@127.0.0.1:{port}?starttls=1")
    mail.send_letter(LETTER, NOW)
    assert len(box.letters) == 1
    assert given == [b"p@ss"]


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_with_an_unknown_certificate_gets_nothing(
    start_smtp: StartSmtp, certificate: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    # For smtps the server speaks no TLS at first, which must fail just as well.
    box, port = start_smtp(tls_context=served_by(certificate))
    monkeypatch.setenv("GLASSPIPE_SMTP_URL", f"{scheme}://user:secretpass@127.0.0.1:{port}?starttls=1")
    with pytest.raises(DeliveryFailed) as caught:
        mail.send_letter(LETTER, NOW)
    assert caught.value.code == "tls"
    assert "secretpass" not in str(caught.value)
    assert box.letters == []


@pytest.mark.parametrize(
    ("refusal", "retryable"),
    [("550 5.1.1 no such user", False), ("451 4.7.1 greylisted, come back", True), ("452 full", True)],
)
def test_a_refusal_is_told_with_the_servers_words(
    start_smtp: StartSmtp, monkeypatch: pytest.MonkeyPatch, refusal: str, retryable: bool
) -> None:
    box, port = start_smtp()
    box.refusal = refusal
    monkeypatch.setenv("GLASSPIPE_SMTP_URL", f"smtp://127.0.0.1:{port}")
    with pytest.raises(DeliveryFailed) as caught:
        mail.send_letter(LETTER, NOW)
    assert refusal in caught.value.reason
    assert caught.value.retryable is retryable


def test_a_wrong_password_is_told_without_the_password(
    start_smtp: StartSmtp, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def authenticate(*_: Any) -> AuthResult:
        return AuthResult(success=False, handled=False, message="535 5.7.8 wrong: secretpass")

    _, port = start_smtp(tls_context=served_by(certificate), authenticator=authenticate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("GLASSPIPE_SMTP_URL", f"smtp://user:secretpass@127.0.0.1:{port}?starttls=1")
    with pytest.raises(DeliveryFailed) as caught:
        mail.send_letter(LETTER, NOW)
    assert "535" in caught.value.reason
    assert "secretpass" not in str(caught.value) + caught.value.detail
    assert not caught.value.retryable


def test_a_server_that_is_down_is_worth_another_try(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("GLASSPIPE_SMTP_URL", f"smtp://127.0.0.1:{port}")
    with pytest.raises(DeliveryFailed) as caught:
        mail.send_letter(LETTER, NOW)
    assert (caught.value.code, caught.value.retryable) == ("unreachable", True)


def test_a_silent_server_is_given_up_after_a_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("GLASSPIPE_SMTP_URL", f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(DeliveryFailed) as caught:
            mail.send_letter(LETTER, NOW)
    assert (caught.value.code, caught.value.retryable) == ("timeout", True)


@pytest.mark.parametrize(
    "url", ["http://host", "smtp://", "smtp://host:port", "host:25", "smtp://user:secretpass@host:587"]
)
def test_an_unusable_smtp_setting_is_said_without_the_password(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("GLASSPIPE_SMTP_URL", url)
    with pytest.raises(DeliveryFailed, match="GLASSPIPE_SMTP_URL") as caught:
        mail.send_letter(LETTER, NOW)
    assert "secretpass" not in str(caught.value)
    assert caught.value.code == "settings"


def test_the_smtp_server_does_not_show_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLASSPIPE_SMTP_URL", "smtps://user:secretpass@host")
    assert "secretpass" not in repr(mail.smtp_server())


def test_without_smtp_letters_are_files_that_sort_by_time(mailbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for minutes in (5, 0, 90):
        mail.send_letter(LETTER, NOW + timedelta(minutes=minutes))
    files = sorted(mailbox.iterdir())
    assert [read(file)["Date"].datetime for file in files] == [NOW + timedelta(minutes=m) for m in (0, 5, 90)]
    assert files[0].name.startswith("20261124T083000.000000Z-wang_at_example.com-")
    assert all(file.suffix == ".eml" for file in files)
    assert LETTER.link in part(read(files[0]), "plain")


def test_the_link_of_a_letter_in_the_mailbox_is_in_the_log(mailbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logged: list[dict[str, Any]] = []
    monkeypatch.setattr(logger, "info", lambda message, **facts: logged.append({"message": message, **facts}))
    mail.send_letter(LETTER, NOW)
    assert LETTER.link in json.dumps(logged)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "wang",
        "@example.com",
        "wang@",
        "a@b\r\nBcc: x@y.z",
        "a@b.c\n",
        "Wang <a@b.c>",
        "a@b.c,d@e.f",
        "王@例子.公司",
        "a b@c.d",
        "a@b..c",
        "a" * 65 + "@b.c",
        "a@" + "b." * 130 + "c",
    ],
)
def test_what_is_no_plain_address_gets_no_letter(mailbox: Path, address: str) -> None:
    with pytest.raises(DeliveryFailed) as caught:
        mail.send_letter(mail.Letter(address, "x", "x", ""), NOW)
    assert not caught.value.retryable
    assert not mailbox.exists()


def test_a_subject_cannot_add_headers(mailbox: Path) -> None:
    mail.send_letter(mail.Letter("a@b.c", "Hi\r\nBcc: x@y.z\n\n\u2028<p>", "x", ""), NOW)
    letter = read(next(mailbox.iterdir()))
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Hi Bcc: x@y.z <p>"


def test_a_recipient_cannot_name_a_file_elsewhere(mailbox: Path) -> None:
    mail.send_letter(mail.Letter("../../x/'y'@b.c", "x", "x", ""), NOW)
    (file,) = mailbox.iterdir()
    assert file.name.startswith("20261124T083000.000000Z-.._.._x__y__at_b.c-")


def test_a_link_that_is_no_web_address_is_not_made_clickable(mailbox: Path) -> None:
    mail.send_letter(mail.Letter("a@b.c", "x", "x", "javascript:alert(1)"), NOW)
    assert "<a " not in part(read(next(mailbox.iterdir())), "html")


def test_without_server_and_mailbox_it_says_which_setting_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GLASSPIPE_SMTP_URL", raising=False)
    monkeypatch.delenv("GLASSPIPE_MAILBOX", raising=False)
    with pytest.raises(DeliveryFailed, match="GLASSPIPE_MAILBOX"):
        mail.send_letter(LETTER, NOW)
