from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import phonenumbers
import pytest

from chalicelib.core.calendar import calendar_for
from chalicelib.tenancy.packs import EFFECTIVE, Pack, get_pack, list_packs
from chalicelib.tenancy.sample import (
    CLOSED_FATES,
    FATES,
    FollowUp,
    Held,
    OwnerChange,
    Resumed,
    SampleHistory,
    SampleLead,
    StageMove,
    generate,
)

TODAY = date(2026, 11, 24)
#: An ordinary day, the last day of a long holiday, a swapped Sunday, the first of a year.
DAYS = [TODAY, date(2026, 10, 7), date(2026, 9, 20), date(2027, 1, 1)]
HISTORIES = [pytest.param(pack, day, id=f"{pack.id}-{day}") for pack in list_packs() for day in DAYS]


@pytest.fixture(scope="module")
def histories() -> dict[tuple[str, date], SampleHistory]:
    return {(pack.id, day): generate(pack, day) for pack in list_packs() for day in DAYS}


@pytest.fixture
def history(histories: dict[tuple[str, date], SampleHistory], pack: Pack, day: date) -> SampleHistory:
    return histories[pack.id, day]


def begin_of(pack: Pack, day: date) -> datetime:
    return calendar_for(pack.setup.calendar, pack.setup.timezone).at(day, "00:00")


def last_touch(lead: SampleLead) -> datetime:
    return max(
        [step.at for step in lead.steps if isinstance(step, FollowUp | StageMove)], default=lead.first_contact_at
    )


def silent_at(pack: Pack, lead: SampleLead) -> datetime:
    stage = pack.setup.stage(lead.stage)
    assert stage is not None and stage.silent_days is not None
    calendar = calendar_for(pack.setup.calendar, pack.setup.timezone)
    return calendar.add_days(last_touch(lead), stage.silent_days, stage.silent_basis)


def of_fate(history: SampleHistory, *fates: str) -> list[SampleLead]:
    return [lead for lead in history.leads if lead.fate in fates]


def test_the_same_pack_day_and_seed_give_the_same_history() -> None:
    pack = get_pack("sales_leads")
    assert generate(pack, TODAY) == generate(pack, TODAY)
    assert generate(pack, TODAY, seed=8) != generate(pack, TODAY)
    assert generate(pack, TODAY + timedelta(days=1)) != generate(pack, TODAY)


def test_another_process_with_another_hash_seed_gives_the_same_history() -> None:
    code = (
        "import hashlib, datetime; from chalicelib.tenancy import packs, sample;"
        "history = sample.generate(packs.get_pack('store_sales'), datetime.date(2026, 11, 24));"
        "print(hashlib.sha256(repr(history).encode()).hexdigest())"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(prints) == 1


@pytest.mark.parametrize(("pack", "day"), HISTORIES)
class TestEveryHistory:
    def test_shows_every_fate(self, history: SampleHistory, pack: Pack, day: date) -> None:
        assert Counter(lead.fate for lead in history.leads) == FATES

    def test_happened_within_the_last_year_and_before_today(
        self, history: SampleHistory, pack: Pack, day: date
    ) -> None:
        begin, earliest = begin_of(pack, day), begin_of(pack, day - timedelta(days=372))
        for lead in history.leads:
            assert earliest <= lead.first_contact_at < begin
            assert all(step.at < begin for step in lead.steps)
            assert lead.first_contact_at.tzinfo is UTC and all(step.at.tzinfo is UTC for step in lead.steps)

    def test_has_steps_in_order_after_the_first_contact(self, history: SampleHistory, pack: Pack, day: date) -> None:
        for lead in history.leads:
            moments = [lead.first_contact_at, *(step.at for step in lead.steps)]
            assert all(earlier < later for earlier, later in pairwise(moments)), lead.key

    def test_moves_stages_from_where_the_lead_stood_after_an_effective_contact(
        self, history: SampleHistory, pack: Pack, day: date
    ) -> None:
        for lead in history.leads:
            stage, contact = pack.setup.first_stage.id, None
            for step in lead.steps:
                if isinstance(step, StageMove):
                    assert step.from_stage == stage != step.to_stage
                    assert contact is not None and step.at - contact.at < timedelta(minutes=10)
                    assert contact.outcome in EFFECTIVE or lead.fate == "lost"
                    stage = step.to_stage
                contact = step if isinstance(step, FollowUp) else contact
            assert lead.stage == stage

    def test_has_an_amount_for_won_and_a_reason_for_lost_and_no_next_step_for_either(
        self, history: SampleHistory, pack: Pack, day: date
    ) -> None:
        reasons = {reason.id for reason in pack.setup.lost_reasons}
        for lead in of_fate(history, "won", "lost"):
            close = lead.steps[-1]
            stage = pack.setup.stage(lead.stage)
            assert isinstance(close, StageMove) and stage is not None and stage.kind == lead.fate
            assert lead.next_follow_up_at is None
            if lead.fate == "won":
                assert close.amount == lead.amount and close.amount is not None and close.amount > 0
            else:
                assert close.reason in reasons

    def test_has_amounts_that_fit_the_products(self, history: SampleHistory, pack: Pack, day: date) -> None:
        products = {product.id: product for product in pack.material.products}
        for lead in history.leads:
            product = products[lead.product]
            if lead.amount is not None:
                assert product.price * product.least * 3 / 4 <= lead.amount <= product.price * product.most

    def test_has_the_next_follow_up_in_the_future_unless_it_was_missed(
        self, history: SampleHistory, pack: Pack, day: date
    ) -> None:
        begin, over = begin_of(pack, day), begin_of(pack, day + timedelta(days=1))
        for lead in history.leads:
            if lead.fate in CLOSED_FATES:
                continue
            assert lead.next_follow_up_at is not None
            assert lead.next_follow_up_at > last_touch(lead)
            if lead.fate in ("overdue", "silent"):
                assert lead.next_follow_up_at < begin
            elif lead.fate == "due_today":
                assert begin <= lead.next_follow_up_at < over
            else:
                assert lead.next_follow_up_at >= over

    def test_has_gone_silent_only_where_it_was_meant_to(self, history: SampleHistory, pack: Pack, day: date) -> None:
        begin, over = begin_of(pack, day), begin_of(pack, day + timedelta(days=1))
        for lead in of_fate(history, "silent"):
            assert silent_at(pack, lead) <= begin
        for lead in of_fate(history, "on_track", "due_today", "overdue", "stalled", "pool_new"):
            assert silent_at(pack, lead) >= over

    def test_has_leads_that_outstayed_their_stage(self, history: SampleHistory, pack: Pack, day: date) -> None:
        for lead in of_fate(history, "stalled"):
            stage = pack.setup.stage(lead.stage)
            entered = max(step.at for step in lead.steps if isinstance(step, StageMove))
            assert stage is not None and stage.dwell_days is not None
            assert entered + timedelta(days=stage.dwell_days) < begin_of(pack, day)

    def test_holds_leads_for_a_reason_until_a_day(self, history: SampleHistory, pack: Pack, day: date) -> None:
        reasons = {reason.id for reason in pack.setup.hold_reasons}
        calendar = calendar_for(pack.setup.calendar, pack.setup.timezone)
        for lead in history.leads:
            held: Held | None = None
            for step in lead.steps:
                if isinstance(step, Held):
                    assert step.reason in reasons and step.until > calendar.local_date(step.at)
                    held = step
                elif isinstance(step, Resumed):
                    assert held is not None and calendar.local_date(step.at) == held.until
                    held = None
                else:
                    assert held is None, "a held lead is left alone"
            assert (lead.fate == "held") == (held is not None)
            assert lead.held_until == (held.until if held else None)
            assert held is None or held.until > day

    def test_passes_leads_from_owner_to_owner(self, history: SampleHistory, pack: Pack, day: date) -> None:
        roles = {member.key: member.role for member in history.members}
        for lead in history.leads:
            owner = lead.first_owner
            for step in lead.steps:
                if isinstance(step, OwnerChange):
                    assert step.from_owner == owner
                    owner = step.to_owner
                elif not isinstance(step, Resumed):
                    assert step.by == owner
            assert lead.owner == owner
            assert (owner is None) == lead.fate.startswith("pool")
            assert owner is None or roles[owner] == "rep"

    def test_has_one_customer_that_two_reps_work_on(self, history: SampleHistory, pack: Pack, day: date) -> None:
        owners: dict[str, set[str]] = {}
        for lead in history.leads:
            if lead.fate not in CLOSED_FATES and lead.owner:
                owners.setdefault(lead.customer, set()).add(lead.owner)
        assert [len(reps) for reps in owners.values() if len(reps) > 1] == [2]

    def test_has_customers_who_come_back(self, history: SampleHistory, pack: Pack, day: date) -> None:
        assert sum(count > 1 for count in Counter(lead.customer for lead in history.leads).values()) > 5

    def test_names_each_customer_once_and_nobody_real(self, history: SampleHistory, pack: Pack, day: date) -> None:
        customers = history.customers
        assert {lead.customer for lead in history.leads} == {customer.key for customer in customers}
        for values in zip(*((each.key, each.name, each.phone, each.email) for each in customers), strict=True):
            assert len(set(values)) == len(customers)
        assert all(each.email.endswith("@example.com") for each in (*customers, *history.members))

    def test_has_phones_that_libphonenumber_takes(self, history: SampleHistory, pack: Pack, day: date) -> None:
        for customer in history.customers:
            assert phonenumbers.is_valid_number(phonenumbers.parse(customer.phone))

    def test_fills_custom_fields_with_values_of_their_type(self, history: SampleHistory, pack: Pack, day: date) -> None:
        fields = {field.id: field for field in pack.setup.fields}
        filled = Counter(key for lead in history.leads for key in lead.custom)
        assert filled.keys() == fields.keys()
        for lead in history.leads:
            for key, value in lead.custom.items():
                choices = {choice.id for choice in fields[key].choices}
                if fields[key].type == "choice":
                    assert value in choices
                elif fields[key].type == "choices":
                    assert isinstance(value, tuple) and set(value) <= choices
                elif fields[key].type == "date":
                    assert isinstance(value, date)

    def test_uses_the_channels_of_the_pack_and_fills_every_word_in(
        self, history: SampleHistory, pack: Pack, day: date
    ) -> None:
        channels = {channel.id for channel in pack.setup.source_channels}
        assert {lead.source_channel for lead in history.leads} <= channels
        for lead in history.leads:
            for step in lead.steps:
                if isinstance(step, FollowUp):
                    assert "{" not in step.summary
                    assert step.minutes is None or step.kind not in ("email", "chat")


@pytest.mark.parametrize("seed", range(12))
def test_any_day_and_seed_keep_the_past_before_today(seed: int) -> None:
    day = date(2026, 1, 1) + timedelta(days=seed * 37)
    for pack in list_packs():
        begin = begin_of(pack, day)
        for lead in generate(pack, day, seed).leads:
            moments = [lead.first_contact_at, *(step.at for step in lead.steps)]
            assert moments == sorted(set(moments)) and moments[-1] < begin
