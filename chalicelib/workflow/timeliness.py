"""The figures of the monthly timeliness report (协同时效分析表), out of the facts of done cards. Pure.

What is counted is every card that was done within the month, where its clocks stopped. One that was reopened and done
again counts once, in the month of its last completion, with the time of all its cycles. Lengths are whole seconds, as
the step's SLA counts them: business time, or that of the wall calendar where the SLA is set in calendar hours or days.
Blocked time and open time are business time always.

 - median: the middle one; of an even number, the mean of the two in the middle, rounded down.
 - p90: nearest rank, so the time of a real card: the least within which at least 90 % of the cards were. Of fewer than
   ten cards that is the slowest one; such figures are marked `is_small`.
 - blocked share: blocked time, of all the time from ready to done, pauses included.
 - retellings avoided: the fields that a card was shown because they had been recorded earlier in the run, and one for
   each card whose turn the system told after somebody else had done what came before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

#: With fewer cards than these, the p90 is the slowest card.
ENOUGH = 10
MOST_REASONS = 3
K = TypeVar("K")


@dataclass(frozen=True)
class DoneCard:
    """One done card. `responded_on_time` is None where the SLA sets no time to start; `blocked` is by reason."""

    flow_id: str
    node: str
    role: str | None
    holder: str | None
    response: int
    responded_on_time: bool | None
    completion: int
    on_time: bool
    open: int
    blocked: Mapping[str, int]
    fields_shown: int
    notices: int

    @classmethod
    def of(cls, card: Mapping[str, Any]) -> DoneCard:
        """Out of a card as the index keeps it; `faces.Faces` says what its facts are."""
        facts = card["x"]
        return cls(
            flow_id=card["f"],
            node=card["n"],
            role=facts.get("ro"),
            holder=facts.get("by"),
            response=facts["rs"],
            responded_on_time="respond" not in card.get("br", ()) if "rt" in facts else None,
            completion=facts["cs"],
            on_time=bool(facts["ot"]),
            open=facts["op"],
            blocked=facts.get("bl", {}),
            fields_shown=facts.get("re", 0),
            notices=facts.get("nt", 0),
        )


@dataclass(frozen=True)
class Times:
    """Of `count` cards, in seconds. `on_time_rate`: the share (0 to 1) among those with a time set; None: of none."""

    count: int
    median: int | None
    p90: int | None
    on_time_rate: float | None


@dataclass(frozen=True)
class Blocking:
    """`seconds` for which `cards` cards stood for one reason."""

    reason: str
    cards: int
    seconds: int


@dataclass(frozen=True)
class Figures:
    """Of the cards of one role, node or person in a month. `share`s are 0 to 1; None where nothing was open."""

    count: int
    response: Times
    completion: Times
    blocked: int
    blocked_cards: int
    blocked_share: float | None
    reasons: tuple[Blocking, ...]
    fields_shown: int
    notices: int

    @property
    def is_small(self) -> bool:
        return self.count < ENOUGH

    @property
    def retellings(self) -> int:
        return self.fields_shown + self.notices

    @property
    def top_reasons(self) -> tuple[Blocking, ...]:
        return self.reasons[:MOST_REASONS]


@dataclass(frozen=True)
class Change:
    """This month less the one before; None where either has no such figure. Times in seconds, shares as 0.1 = 10 %."""

    count: int
    response_median: int | None
    completion_median: int | None
    on_time_rate: float | None
    blocked: int
    blocked_share: float | None
    retellings: int


def figures(cards: Sequence[DoneCard]) -> Figures:
    reasons = _reasons(cards)
    blocked, is_open = sum(each.seconds for each in reasons), sum(card.open for card in cards)
    return Figures(
        count=len(cards),
        response=_times(
            [card.response for card in cards],
            [card.responded_on_time for card in cards if card.responded_on_time is not None],
        ),
        completion=_times([card.completion for card in cards], [card.on_time for card in cards]),
        blocked=blocked,
        blocked_cards=sum(1 for card in cards if card.blocked),
        blocked_share=blocked / is_open if is_open else None,
        reasons=reasons,
        fields_shown=sum(card.fields_shown for card in cards),
        notices=sum(card.notices for card in cards),
    )


def grouped(cards: Iterable[DoneCard], key: Callable[[DoneCard], K]) -> dict[K, list[DoneCard]]:
    found: dict[K, list[DoneCard]] = {}
    for card in cards:
        found.setdefault(key(card), []).append(card)
    return found


def change(before: Figures, after: Figures) -> Change:
    return Change(
        count=after.count - before.count,
        response_median=_less(after.response.median, before.response.median),
        completion_median=_less(after.completion.median, before.completion.median),
        on_time_rate=_less(after.completion.on_time_rate, before.completion.on_time_rate),
        blocked=after.blocked - before.blocked,
        blocked_share=_less(after.blocked_share, before.blocked_share),
        retellings=after.retellings - before.retellings,
    )


def month_before(month: date) -> date:
    """`month` is a month's first day, and so is the answer."""
    return _first_of(month.year * 12 + month.month - 2)


def month_after(month: date) -> date:
    return _first_of(month.year * 12 + month.month)


def _first_of(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _times(lengths: Iterable[int], on_time: Sequence[bool]) -> Times:
    ordered = sorted(lengths)
    return Times(
        count=len(ordered),
        median=(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) // 2 if ordered else None,
        p90=ordered[(len(ordered) * 9 + 9) // 10 - 1] if ordered else None,
        on_time_rate=sum(on_time) / len(on_time) if on_time else None,
    )


def _reasons(cards: Iterable[DoneCard]) -> tuple[Blocking, ...]:
    """The longest first; of equal ones, those of more cards."""
    seconds: dict[str, int] = {}
    counts: dict[str, int] = {}
    for card in cards:
        for reason, length in card.blocked.items():
            seconds[reason] = seconds.get(reason, 0) + length
            counts[reason] = counts.get(reason, 0) + 1
    found = (Blocking(reason, counts[reason], length) for reason, length in seconds.items())
    return tuple(sorted(found, key=lambda each: (-each.seconds, -each.cards, each.reason)))


N = TypeVar("N", int, float)


def _less(after: N | None, before: N | None) -> N | None:
    return None if after is None or before is None else after - before
