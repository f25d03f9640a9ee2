"""E-mail: by SMTP when the operator configured a server, else as a file in the local mailbox folder and in the log.

This is smtplib and email of the standard library, unlike the other channels, which go through apprise. The server is
the operator's and not the user's choice, so nothing of apprise's range is needed; and smtplib gives the server's reply
code, which says whether another try makes sense, where apprise gives yes or no. The certificate is always verified,
and a password is never sent over an open line.

| environment | is |
| --- | --- |
| GLASSPIPE_SMTP_URL | `smtp://user:password@host:587?starttls=1`, `smtps://user:password@host:465` |
| GLASSPIPE_MAIL_FROM | the sender, `Glasspipe <no-reply@example.com>`; default: no-reply at the SMTP host |
| GLASSPIPE_MAILBOX | without SMTP: the folder for .eml files |
"""

from __future__ import annotations

import re
import secrets
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from chalicelib.core.log import logger
from chalicelib.core.settings import variable
from chalicelib.notifications import DeliveryFailed

SECONDS = 10.0
_LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Letter:
    """`body` is plain text; `link` (or "") follows it on a line of its own. `language` is zh-CN or en."""

    to: str
    subject: str
    body: str
    link: str
    language: str = "zh-CN"


@dataclass(frozen=True)
class SmtpServer:
    host: str
    port: int
    tls_from_start: bool
    starttls: bool
    user: str = ""
    password: str = field(default="", repr=False)


def send_letter(letter: Letter, now: datetime | None = None) -> None:
    """Hand the letter to the SMTP server, or write it into the mailbox folder.

    Args:
        now: the instant of the Date header and the file's name (with a time zone).

    Raises:
        DeliveryFailed: with the server's answer; `retryable` unless the server refused for good.
    """
    if not is_address(letter.to):
        raise DeliveryFailed("the e-mail address is not valid", False, code="settings")
    moment = now or datetime.now(UTC)
    server = smtp_server()
    if server is not None:
        _hand_over(server, compose(letter, sender(server.host), moment))
        return
    folder = variable("GLASSPIPE_MAILBOX")
    if not folder:
        raise DeliveryFailed("neither GLASSPIPE_SMTP_URL nor GLASSPIPE_MAILBOX is set", False, code="settings")
    path = _write_into(Path(folder), letter.to, compose(letter, sender("localhost"), moment), moment)
    # The link may hold a one-time token. Only who runs this machine reads its mailbox and its log; with SMTP it stays
    # out.
    logger.info("mail written to the mailbox folder", file=str(path), link=letter.link)


def is_address(text: str) -> bool:
    """Whether it is one plain ASCII address, without a name and without anything that could end a header."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def compose(letter: Letter, mail_from: Address, moment: datetime) -> EmailMessage:
    """Text with a simple HTML alternative, both UTF-8; subject and sender can't add headers."""
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = mail_from
    message["To"] = letter.to
    message["Subject"] = _CONTROL.sub(" ", letter.subject).strip()
    message["Date"] = format_datetime(moment.astimezone(UTC))
    message["Message-ID"] = f"<{secrets.token_hex(16)}@{mail_from.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    message.set_content(f"{letter.body}\n\n{letter.link}\n" if letter.link else f"{letter.body}\n", cte="base64")
    message.add_alternative(_html(letter), subtype="html", cte="base64")
    return message


def _html(letter: Letter) -> str:
    lines = "<br>\n".join(escape(line) for line in letter.body.splitlines())
    link = escape(letter.link)
    anchor = f'\n<p><a href="{link}">{link}</a></p>' if letter.link.startswith(("https://", "http://")) else ""
    return (
        f'<!doctype html>\n<html lang="{escape(letter.language)}"><head><meta charset="utf-8"></head>\n'
        f'<body style="font:15px/1.6 sans-serif;color:#222">\n<p>{lines}</p>{anchor}\n</body></html>\n'
    )


def sender(host: str) -> Address:
    """The From address.

    Raises:
        DeliveryFailed: GLASSPIPE_MAIL_FROM is not an address.
    """
    name, address = parseaddr(variable("GLASSPIPE_MAIL_FROM") or f"Glasspipe <no-reply@{host}>")
    try:
        return Address(display_name=_CONTROL.sub(" ", name), addr_spec=address)
    except (HeaderParseError, ValueError, IndexError):
        raise DeliveryFailed("GLASSPIPE_MAIL_FROM is not an e-mail address", False, code="settings") from None


def smtp_server() -> SmtpServer | None:
    """The operator's server, or None without one.

    Raises:
        DeliveryFailed: GLASSPIPE_SMTP_URL can't be read, or would send a password over an open line.
    """
    return _parse(variable("GLASSPIPE_SMTP_URL"))


@lru_cache(maxsize=8)
def _parse(url: str) -> SmtpServer | None:
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port, host, scheme = parts.port, parts.hostname, parts.scheme
    except ValueError:
        host, port, scheme = None, None, ""
    if not host or scheme not in ("smtp", "smtps"):
        raise DeliveryFailed("GLASSPIPE_SMTP_URL must be smtp://… or smtps://…", False, code="settings")
    server = SmtpServer(
        host=host,
        port=port or (465 if scheme == "smtps" else 587),
        tls_from_start=scheme == "smtps",
        starttls=parse_qs(parts.query).get("starttls", ["0"])[-1] in ("1", "true", "yes"),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
    if server.user and not (server.tls_from_start or server.starttls):
        raise DeliveryFailed("GLASSPIPE_SMTP_URL has a password but no TLS; add ?starttls=1", False, code="settings")
    return server


def _hand_over(server: SmtpServer, message: EmailMessage) -> None:
    try:
        smtp = _session(server)
        try:
            smtp.send_message(message)
        finally:
            _leave(smtp)
    except ssl.SSLError as problem:
        raise DeliveryFailed(
            f"the mail server's certificate was not accepted: {problem.reason or 'TLS error'}", True, code="tls"
        ) from None
    except smtplib.SMTPRecipientsRefused as problem:
        code, text = next(iter(problem.recipients.values()))
        raise _refusal(server, code, text) from None
    except smtplib.SMTPResponseException as problem:
        raise _refusal(server, problem.smtp_code, problem.smtp_error) from None
    except smtplib.SMTPNotSupportedError:
        raise DeliveryFailed(
            "the mail server doesn't offer what the settings ask for", False, code="settings"
        ) from None
    except (smtplib.SMTPException, OSError) as problem:
        # smtplib wraps a read that took too long into SMTPServerDisconnected.
        if isinstance(problem, TimeoutError) or isinstance(problem.__context__, TimeoutError):
            raise DeliveryFailed(f"the mail server did not answer within {SECONDS:g} s", True, code="timeout") from None
        raise DeliveryFailed(
            f"the mail server can't be reached: {type(problem).__name__}", True, code="unreachable"
        ) from None


def _session(server: SmtpServer) -> smtplib.SMTP:
    trust = ssl.create_default_context()
    if server.tls_from_start:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=trust)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        if server.starttls and not server.tls_from_start:
            smtp.starttls(context=trust)
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _leave(smtp: smtplib.SMTP) -> None:
    """Say goodbye. The letter's fate is decided by then; a failing goodbye must not have it sent again."""
    with suppress(smtplib.SMTPException, OSError):
        smtp.quit()
    smtp.close()


def _refusal(server: SmtpServer, code: int, text: bytes | str) -> DeliveryFailed:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    # A server may echo what it was given.
    for secret in (server.password, server.user):
        said = said.replace(secret, "•••") if secret else said
    detail = f"{code} {_CONTROL.sub(' ', said)[:200]}".strip()
    return DeliveryFailed(
        f"the mail server refused the message: {detail}", not 500 <= code < 600, code="rejected", detail=detail
    )


def _write_into(folder: Path, to: str, message: EmailMessage, moment: datetime) -> Path:
    safe = re.sub(r"[^A-Za-z0-9._+-]", "_", to.replace("@", "_at_"))[:100]
    name = f"{moment.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{safe}-{secrets.token_hex(4)}.eml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Whoever reads the folder sees whole letters only: the draft's name doesn't end in .eml.
        draft = folder / f".{name}.part"
        draft.write_bytes(message.as_bytes())
        return draft.replace(folder / name)
    except OSError as problem:
        raise DeliveryFailed(
            f"the mailbox folder can't be written: {problem.strerror}", True, code="unreachable"
        ) from None
