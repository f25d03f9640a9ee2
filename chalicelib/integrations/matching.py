"""Which entry of a workspace's lists a cell means: stages, channels, reasons, products, members.

Every answer has a confidence; from `guessing.CONFIDENT` on it may be acted on without asking.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from .guessing import Named
from .meanings import CHANNELS, ENDINGS, FUNNEL
from .words import fold, fold_name


class MatchedBy(StrEnum):
    NAME = "name"  # its id or name, save for case, width and spaces
    MEANING = "meaning"  # another word for the same
    POSITION = "position"  # as far along the funnel
    LIKENESS = "likeness"  # written nearly so
    SEVERAL = "several"  # more than one fits equally well
    NONE = "none"


@dataclass(frozen=True)
class Guess:
    """`id` is None when nothing fits, or several do."""

    id: str | None
    confidence: float
    by: MatchedBy


class StageLike(Named, Protocol):
    @property
    def kind(self) -> str:
        """`open`, `won` or `lost`."""


class MemberLike(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...


@dataclass(frozen=True)
class OneName:
    """A name that is the same in both languages (products)."""

    zh: str
    en: str


@dataclass(frozen=True)
class Entry:
    """Something to choose from; `entry("prod_1", "GTX Pro")` makes one of a single name."""

    id: str
    names: OneName


def entry(entry_id: str, name: str) -> Entry:
    return Entry(entry_id, OneName(name, name))


NOTHING = Guess(None, 0.0, MatchedBy.NONE)
_SEVERAL = Guess(None, 0.0, MatchedBy.SEVERAL)
_LEAST_LIKE, _LEAST_LEAD = 84.0, 4.0
_DIGITS = re.compile(r"\d+")


def guess_stage(text: str, stages: Sequence[StageLike]) -> Guess:
    """The stage that `text` means. `stages` are the live ones, in the order of the funnel.

    An exact name comes first; words for won and lost go to the first stage of that kind; then another word for the
    same step; then an open stage as far along; then likeness of spelling.
    """
    exact = _by_name(text, stages)
    if exact is not NOTHING:
        return exact
    word = fold(text)
    for kind, words in ENDINGS.items():
        if word in words:
            ends = [stage.id for stage in stages if stage.kind == kind]
            return Guess(ends[0], 0.95, MatchedBy.MEANING) if ends else NOTHING
    step = next((index for index, words in enumerate(FUNNEL) if word in words), None)
    return _by_likeness(text, stages) if step is None else _by_step(step, stages)


def _by_step(step: int, stages: Sequence[StageLike]) -> Guess:
    """The stage of that step of the funnel; without one, the open stage nearest to it in the funnel's order."""
    open_stages = [stage for stage in stages if stage.kind == "open"]
    if not open_stages:
        return NOTHING
    steps = [_step_of(stage) for stage in open_stages]
    if step in steps:
        return Guess(open_stages[steps.index(step)].id, 0.85, MatchedBy.MEANING)
    last = max(len(open_stages) - 1, 1)
    places = [index * (len(FUNNEL) - 1) / last if known is None else known for index, known in enumerate(steps)]
    nearest = min(range(len(open_stages)), key=lambda index: (abs(places[index] - step), index))
    return Guess(open_stages[nearest].id, 0.6, MatchedBy.POSITION)


def _step_of(stage: StageLike) -> int | None:
    words = _words_of(stage)
    return next((index for index, meanings in enumerate(FUNNEL) if words & meanings), None)


def guess_choice(text: str, choices: Sequence[Named]) -> Guess:
    """The entry of a list (channels, reasons, products) that `text` means: by name, by meaning, by likeness."""
    exact = _by_name(text, choices)
    if exact is not NOTHING:
        return exact
    word = fold(text)
    for meanings in CHANNELS:
        if word in meanings:
            alike = [choice.id for choice in choices if _words_of(choice) & meanings]
            if len(alike) == 1:
                return Guess(alike[0], 0.85, MatchedBy.MEANING)
    return _by_likeness(text, choices)


def guess_member(text: str, members: Sequence[MemberLike]) -> Guess:
    """The member whose e-mail or name `text` is: `Moses Frase`, `Frase, Moses`, `张三（华东）`.

    Two members of one name are never told apart, and Chinese names never matched by likeness: 张三 is not 张山.
    """
    address = text.strip().casefold()
    by_email = [member.id for member in members if member.email and member.email.casefold() == address]
    if by_email:
        return Guess(by_email[0], 1.0, MatchedBy.NAME)
    for key, confidence in ((fold, 1.0), (fold_name, 0.9), (_sorted_words, 0.95)):
        word = key(text)
        found = [member.id for member in members if word and key(member.name) == word]
        if len(found) > 1:
            return _SEVERAL
        if found:
            return Guess(found[0], confidence, MatchedBy.NAME)
    if not text.isascii():
        return NOTHING
    return _by_likeness(text, [entry(member.id, member.name) for member in members if member.name.isascii()])


def _sorted_words(name: str) -> str:
    words = re.split(r"[\W_]+", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(sorted(word for word in words if word))


def _words_of(named: Named) -> set[str]:
    return {fold(named.id), fold(named.names.zh), fold(named.names.en)} - {""}


def _by_name(text: str, choices: Iterable[Named]) -> Guess:
    word, written = fold(text), text.strip().casefold()
    if not word:
        return NOTHING
    found = [choice for choice in choices if word in _words_of(choice)]
    if len(found) == 1:
        same = written in (found[0].id, found[0].names.zh.casefold(), found[0].names.en.casefold())
        return Guess(found[0].id, 1.0 if same else 0.97, MatchedBy.NAME)
    return _SEVERAL if found else NOTHING


def _by_likeness(text: str, choices: Sequence[Named]) -> Guess:
    """The one that is spelt most alike, if it is much more so than the next. Other digits are another thing."""
    from rapidfuzz import fuzz

    word = fold(text)
    if len(word) < 3:
        return NOTHING
    scores = sorted(
        (
            (max(fuzz.ratio(word, name) for name in _words_of(choice)), index)
            for index, choice in enumerate(choices)
            if any(_DIGITS.findall(name) == _DIGITS.findall(word) for name in _words_of(choice))
        ),
        reverse=True,
    )
    if not scores or scores[0][0] < _LEAST_LIKE:
        return NOTHING
    if len(scores) > 1 and scores[0][0] - scores[1][0] < _LEAST_LEAD:
        return _SEVERAL
    return Guess(choices[scores[0][1]].id, round(scores[0][0] / 100 * 0.85, 2), MatchedBy.LIKENESS)
