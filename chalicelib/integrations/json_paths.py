"""Where a value stands in a partner's JSON: `data.contract.no`, `items[0].price`. A reader of our own, and no more.

A path is keys with dots between them, each followed by list indexes if there are any. Nothing is computed, so nothing
that an administrator writes can run.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from chalicelib.core.wording import Misfit

_KEY = r"[^.\[\]{}\x00-\x1f\x7f]{1,80}"
_INDEX = r"\[[0-9]{1,4}\]"
_PATH = rf"{_KEY}(?:{_INDEX})*(?:\.{_KEY}(?:{_INDEX})*)*"
_STEP = re.compile(rf"({_KEY})|\[([0-9]{{1,4}})\]")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_LONGEST_PATH = 200
#: What a placeholder shows of one value.
_SHOWN = 300

JsonPath = Annotated[str, Field(pattern=rf"^{_PATH}$", max_length=_LONGEST_PATH, examples=["data.contract_no"])]


def read_path(path: str, payload: Any) -> Any:
    """The value at `path`; None where there is none, or a null."""
    value = payload
    for key, index in _STEP.findall(path):
        if key:
            value = value.get(key) if isinstance(value, dict) else None
        else:
            value = value[int(index)] if isinstance(value, list) and int(index) < len(value) else None
        if value is None:
            return None
    return value


def text_at(path: str, payload: Any) -> str | None:
    """A text or a whole number at `path`, as text without surrounding space; None for all else."""
    value = read_path(path, payload)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def filled(template: str, payload: Any) -> str:
    """`template` with the values of its `{path}`s in it; a value that is not there is a dash."""

    def shown(match: re.Match[str]) -> str:
        value = read_path(match[1], payload)
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value)[:_SHOWN] if isinstance(value, str | int | float) else "—"

    return _PLACEHOLDER.sub(shown, template)


def _checked_template(template: str) -> str:
    for path in _PLACEHOLDER.findall(template):
        if len(path) > _LONGEST_PATH or not re.fullmatch(_PATH, path):
            raise Misfit(f"不是路径：{{{path}}}", f"not a path: {{{path}}}")
    return template


#: A text with `{path}`s in it.
Template = Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(_checked_template)]
