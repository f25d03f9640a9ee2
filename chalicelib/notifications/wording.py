"""How a message is worded for each service: cut to what it carries, mentioning nobody, hiding no link."""

from __future__ import annotations

import re
from urllib.parse import quote

from chalicelib.notifications.texts import OPEN_LABEL, Language

# What the services can carry of one text, in bytes, with room for title and link.
MOST_BYTES = {"wecom": 2000, "dingtalk": 18_000, "feishu": 18_000, "slack": 7_000, "teams": 18_000}
_INVISIBLE = "\u200b"
# Direction overrides can make a text read differently from what it says.
UNWANTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_MENTION = re.compile(r"(?<![A-Za-z0-9._%+-])@")
_TAG = re.compile(r"<(?=[A-Za-z/@!#])")
_HIDDEN_LINK = re.compile(r"\](?=[(:\[])")


def harmless(text: str) -> str:
    """The text as it reads, but mentioning nobody (`@all`, `<at …>`, `<!here>`) and hiding no link behind a word."""
    text = UNWANTED.sub("", text.replace("\r\n", "\n"))
    text = _MENTION.sub("@" + _INVISIBLE, text)
    text = _TAG.sub("<" + _INVISIBLE, text)
    return _HIDDEN_LINK.sub("]" + _INVISIBLE, text)


def _for_teams(text: str) -> str:
    return re.sub(r"([\\*_`])", r"\\\1", text).replace("\n", "\n\n")


def worded(kind: str, title: str, body: str, link: str, language: Language) -> dict[str, str]:
    title = " ".join(harmless(title).split())[:200] or "Glasspipe"
    link = quote(link, safe=":/?#[]@!$&'*+,;=%~") if link.startswith(("https://", "http://")) else ""
    room = MOST_BYTES[kind] - len(f"{title}{link}".encode())
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
