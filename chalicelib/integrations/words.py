"""How a name is folded so that two ways of writing it are one."""

from __future__ import annotations

import re
import unicodedata

_BRACKETS = re.compile(r"[(\[【<《].*?[)\]】>》]")
_SEPARATORS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Width, case, spaces and marks gone: `Deal_Stage*` and `deal stage` are one word."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text[:200]).casefold())


def fold_name(text: str) -> str:
    """`fold` without what stands in brackets: `金额(万元)`, `手机【必填】`."""
    bare = _BRACKETS.sub("", unicodedata.normalize("NFKC", text[:200]))
    return fold(bare) or fold(text)
