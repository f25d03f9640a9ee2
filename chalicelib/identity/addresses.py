"""E-mail addresses: one form to compare and keep them in."""

from __future__ import annotations

import re
import unicodedata

from chalicelib.core.wording import Misfit

LONGEST = 254
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LONGEST_LOCAL = 64


def normalised(text: str) -> str:
    """The address trimmed, in NFKC and lower case; international domain names stay readable.

    Raises:
        ValueError: it is no address that a letter could be sent to.
    """
    address = unicodedata.normalize("NFKC", text).strip().lower()
    local, at, domain = address.rpartition("@")
    if not at or len(address) > LONGEST or len(local) > _LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        raise Misfit("不是有效的邮箱地址", "not an e-mail address")
    if "." not in domain or not _LABELS.fullmatch(ascii_domain(domain)):
        raise Misfit("不是有效的邮箱地址：域名无效", "not an e-mail address: the domain is not valid")
    return address


def deliverable(address: str) -> str:
    """The address as mail servers take it: its domain in IDNA's ASCII form."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{ascii_domain(domain)}"


_LABELS = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")


def ascii_domain(domain: str) -> str:
    """Raises ValueError when the domain has no such form."""
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise Misfit("不是有效的邮箱地址：域名无效", "not an e-mail address: the domain is not valid") from None
