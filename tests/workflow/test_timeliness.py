"""The figures of the timeliness report, against slow definitions of each."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.workflow.timeliness import DoneCard, change, figures, grouped, month_after, month_before

LENGTHS = st.integers(0, 200_000)
REASONS = st.sampled_from(["papers", "customer", "stock", "price", "other"])


@st.composite
def cards(draw: st.DrawFn) -> DoneCard:
    blocked = draw(st.dictionaries(REASONS, LENGTHS, max_size=4))
    return DoneCard(
        flow_id=draw(st.sampled_from(["flow_a", "flow_b"])),
        node=draw(st.sampled_from(["quote", "contract"])),
        role=draw(st.sampled_from(["legal", None])),
        holder=draw(st.sampled_from(["m_1", "role:legal", None])),
        response=draw(LENGTHS),
        responded_on_time=draw(st.sampled_from([True, False, None])),
        completion=draw(LENGTHS),
        on_time=draw(st.booleans()),
        open=sum(blocked.values()) + draw(LENGTHS),
        blocked=blocked,
        fields_shown=draw(st.integers(0, 5)),
        notices=draw(st.integers(0, 1)),
    )


def slow_p90(lengths: list[int]) -> int | None:
    """The least length within which at least nine of ten are."""

    def within(length: int) -> Fraction:
        return Fraction(sum(1 for each in lengths if each <= length), len(lengths))

    return min((length for length in lengths if within(length) >= Fraction(9, 10)), default=None)


def slow_median(lengths: list[int]) -> int | None:
    """Take the least and the greatest away, again and again, until one or two are left."""
    left = list(lengths)
    while len(left) > 2:
        left.remove(min(left))
        left.remove(max(left))
    return sum(left) // len(left) if left else None


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


@given(st.lists(cards(), max_size=40))
def test_each_figure_is_what_its_definition_says(done: list[DoneCard]) -> None:
    found = figures(done)
    assert found.count == len(done)
    for times, lengths in (
        (found.response, [card.response for card in done]),
        (found.completion, [card.completion for card in done]),
    ):
        assert (times.count, times.median, times.p90) == (len(done), slow_median(lengths), slow_p90(lengths))
    timed = [card for card in done if card.responded_on_time is not None]
    assert found.response.on_time_rate == share(sum(1 for card in timed if card.responded_on_time), len(timed))
    assert found.completion.on_time_rate == share(sum(1 for card in done if card.on_time), len(done))
    assert found.blocked == sum(sum(card.blocked.values()) for card in done)
    assert found.blocked_cards == sum(1 for card in done if card.blocked)
    assert found.blocked_share == share(found.blocked, sum(card.open for card in done))
    assert found.retellings == sum(card.fields_shown + card.notices for card in done)


@given(st.lists(cards(), max_size=40))
def test_the_top_reasons_are_three_that_no_other_one_beats(done: list[DoneCard]) -> None:
    found = figures(done)
    of_reason = {
        reason: [card.blocked[reason] for card in done if reason in card.blocked]
        for reason in {reason for card in done for reason in card.blocked}
    }
    assert {each.reason: (each.cards, each.seconds) for each in found.reasons} == {
        reason: (len(lengths), sum(lengths)) for reason, lengths in of_reason.items()
    }
    assert len(found.top_reasons) == min(3, len(of_reason))
    least = min((each.seconds for each in found.top_reasons), default=0)
    named = {each.reason for each in found.top_reasons}
    assert all(sum(lengths) <= least for reason, lengths in of_reason.items() if reason not in named)


@given(st.lists(cards(), max_size=30))
def test_groups_hold_every_card_once(done: list[DoneCard]) -> None:
    groups = grouped(done, lambda card: (card.flow_id, card.node))
    assert sum(figures(each).count for each in groups.values()) == len(done)
    assert sum(figures(each).blocked for each in groups.values()) == figures(done).blocked


@given(st.lists(cards(), max_size=12), st.lists(cards(), max_size=12))
def test_a_change_is_this_month_less_the_one_before_or_nothing(before: list[DoneCard], after: list[DoneCard]) -> None:
    those, these = figures(before), figures(after)
    found = change(those, these)
    assert found.count == len(after) - len(before)
    assert (found.on_time_rate is None) == (not before or not after)
    if found.completion_median is not None and these.completion.median is not None:
        assert these.completion.median - found.completion_median == those.completion.median


def test_of_fewer_than_ten_cards_the_p90_is_the_slowest_and_the_figures_say_so() -> None:
    nine, ten = figures([done(each) for each in range(9)]), figures([done(each) for each in range(10)])
    assert (nine.completion.p90, nine.is_small) == (8, True)
    assert (ten.completion.p90, ten.is_small) == (8, False)


def done(completion: int) -> DoneCard:
    kept: dict[str, Any] = {"f": "flow_a", "n": "quote", "x": {"cs": completion, "rs": 0, "op": completion, "ot": 1}}
    return DoneCard.of(kept)


def test_an_empty_month_has_no_times_and_no_shares() -> None:
    found = figures([])
    assert (found.completion.median, found.completion.p90, found.completion.on_time_rate) == (None, None, None)
    assert (found.blocked_share, found.retellings, found.top_reasons) == (None, 0, ())


@given(st.dates(date(2000, 2, 1), date(2999, 12, 31)))
def test_months_follow_each_other(day: date) -> None:
    first = day.replace(day=1)
    assert month_before(month_after(first)) == month_after(month_before(first)) == first
    assert 28 <= (month_after(first) - first).days <= 31
