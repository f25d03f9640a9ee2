"""The letters that carry a link: invitations and forgotten passwords. Sent after the transaction, never within it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.log import logger
from chalicelib.core.settings import settings
from chalicelib.identity.addresses import deliverable
from chalicelib.tenancy.setup import Locale


@dataclass(frozen=True)
class _Text:
    subject: str
    body: str


_INVITE_PATH = "/invite?token={token}"
_INVITE = {
    "zh-CN": _Text(
        subject="{inviter} 邀请您加入「{workspace}」",
        body="{name}，您好：\n\n{inviter} 邀请您加入明线工作空间「{workspace}」。"
        "请在 7 天内打开下面的链接并设置密码，链接只能使用一次。",
    ),
    "en": _Text(
        subject="{inviter} invites you to {workspace}",
        body="Hello {name},\n\n{inviter} invites you to the Glasspipe workspace “{workspace}”. "
        "Open the link below within 7 days and choose a password. It works once.",
    ),
}
_RESET = {
    "zh-CN": _Text(
        subject="重设您的明线密码",
        body="{name}，您好：\n\n有人（希望是您）要求重设密码。请在 1 小时内打开下面的链接，链接只能使用一次。"
        "如果不是您本人操作，请忽略此邮件，您的密码不会改变。",
    ),
    "en": _Text(
        subject="Choose a new Glasspipe password",
        body="Hello {name},\n\nSomebody, we hope you, asked for a new password. Open the link below within an hour. "
        "It works once. If it was not you, ignore this letter: your password stays as it is.",
    ),
}


def are_mailed() -> bool:
    """False where the operator has set up no mail server: letters then lie in a folder, and nobody gets them."""
    from chalicelib.notifications.mail import smtp_server

    return smtp_server() is not None


def invite_link(token: str) -> str:
    return settings().public_url + _INVITE_PATH.format(token=token)


def send_invite(email: str, name: str, inviter: str, workspace: str, token: str, locale: Locale, now: datetime) -> bool:
    """Whether the letter is on its way. A failed one is not the end: an administrator can have it sent again."""
    text = _INVITE[locale]
    facts = {"name": name, "inviter": inviter, "workspace": workspace}
    return _send(
        email, text.subject.format(**facts), text.body.format(**facts), _INVITE_PATH.format(token=token), locale, now
    )


def send_reset(email: str, name: str, token: str, locale: Locale, now: datetime) -> bool:
    text = _RESET[locale]
    return _send(email, text.subject, text.body.format(name=name), f"/reset?token={token}", locale, now)


def _send(email: str, subject: str, body: str, path: str, locale: Locale, now: datetime) -> bool:
    from chalicelib.notifications import DeliveryFailed
    from chalicelib.notifications.mail import Letter, send_letter

    try:
        send_letter(Letter(deliverable(email), subject, body, settings().public_url + path, locale), now)
    except DeliveryFailed as failed:
        logger.warning("letter not sent", path=path.partition("?")[0], reason=failed.reason)
        return False
    return True
