"""A year of believable sales history out of a pack's material: what `make demo` fills a workspace with.

Pure and seeded: the same pack, day and seed give the same history. Everything that has happened lies before `today`
(the workspace's local date) began, so that it is true at whatever hour the workspace is filled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from random import Random
from typing import Literal

from chalicelib.core.calendar import Calendar, calendar_for
from chalicelib.tenancy.packs import EFFECTIVE, Chapter, Ending, Kind, Outcome, Pack, Pause, TeamMember, Touch
from chalicelib.tenancy.setup import FieldDef, RoleName, Stage

Fate = Literal[
    "won", "lost", "on_track", "due_today", "overdue", "silent", "stalled", "held", "pool_new", "pool_returned"
]
CustomValue = str | int | bool | Decimal | date | tuple[str, ...]

#: How many leads end which way. `overdue` has missed its next follow-up, `stalled` has outstayed its stage.
FATES: dict[Fate, int] = {
    "won": 46, "lost": 42, "on_track": 42, "due_today": 8, "overdue": 8,
    "silent": 13, "stalled": 5, "held": 8, "pool_new": 5, "pool_returned": 3,
}  # fmt: skip
CLOSED_FATES: frozenset[Fate] = frozenset({"won", "lost"})
#: The power of a rep's skill by which leads of a fate fall to them.
PULL_OF_SKILL: dict[Fate, int] = {"won": 1, "lost": -1, "silent": -1, "pool_returned": -1}
CENT = Decimal("0.01")
RETURNING_SHARE = 0.15
PAUSED_SHARE = 0.06

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN_NAMES = (
    "文博", "雨桐", "建国", "丽娜", "志强", "晓燕", "海涛", "静怡", "俊杰", "思远",
    "美玲", "国栋", "欣然", "永康", "婉清", "立新", "秀兰", "子涵", "德明", "佳琪",
    "一鸣", "春梅", "少华", "若曦", "振宇", "月华", "家豪", "淑芬", "泽楷", "慧敏",
)  # fmt: skip
MINUTES: dict[Kind, tuple[int, int] | None] = {
    "call": (3, 18), "visit": (40, 120), "video": (30, 60), "demo": (45, 90), "email": None, "chat": None,
}  # fmt: skip


@dataclass(frozen=True)
class SampleMember:
    """`supervisor` is another member's key."""

    key: str
    name: str
    email: str
    role: RoleName
    supervisor: str | None


@dataclass(frozen=True)
class SampleProduct:
    key: str
    name: str
    price: Decimal


@dataclass(frozen=True)
class SampleCustomer:
    """`contact` is the person spoken to; of a person it is the customer's own name. Phones are E.164."""

    key: str
    kind: Literal["company", "person"]
    name: str
    contact: str
    title: str
    phone: str
    email: str
    wechat: str | None


@dataclass(frozen=True)
class FollowUp:
    """`minutes` is None where a length means nothing (mail, chat)."""

    at: datetime
    by: str
    kind: Kind
    outcome: Outcome
    summary: str
    minutes: int | None


@dataclass(frozen=True)
class StageMove:
    """`amount` goes with won, `reason` with lost."""

    at: datetime
    by: str
    from_stage: str
    to_stage: str
    amount: Decimal | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Held:
    at: datetime
    by: str
    reason: str
    until: date


@dataclass(frozen=True)
class Resumed:
    """The hold's date came, and the lead woke by itself."""

    at: datetime


@dataclass(frozen=True)
class OwnerChange:
    """None is the pool; `by` is None when the workspace's rule did it."""

    at: datetime
    by: str | None
    from_owner: str | None
    to_owner: str | None


Step = FollowUp | StageMove | Held | Resumed | OwnerChange


@dataclass(frozen=True)
class SampleLead:
    """A lead as it stands, and the `steps` that led there, oldest first, from `first_owner` in the first stage.

    `next_follow_up_at` is None when the lead is closed. `fate` says what it was made to show.
    """

    key: str
    fate: Fate
    customer: str
    name: str
    source_channel: str
    product: str
    first_contact_at: datetime
    captured_by: str
    first_owner: str | None
    owner: str | None
    stage: str
    amount: Decimal | None
    blocker: str | None
    next_follow_up_at: datetime | None
    held_until: date | None
    custom: Mapping[str, CustomValue]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class SampleHistory:
    """Leads are in the order of their first contact. Amounts are in `currency`, moments in UTC."""

    pack: str
    company: str
    currency: str
    today: date
    members: tuple[SampleMember, ...]
    products: tuple[SampleProduct, ...]
    customers: tuple[SampleCustomer, ...]
    leads: tuple[SampleLead, ...]


@dataclass(frozen=True)
class _Beat:
    """One contact of a story, `day` days in, and what follows from it right away, if anything."""

    day: int
    touch: Touch
    moves_to: str | None = None
    held_days: int | None = None


@dataclass(frozen=True)
class _Plan:
    """A lead before it is written down: what it shows, whose it is, its contacts, and the day of the last one."""

    fate: Fate
    rep: TeamMember
    beats: tuple[_Beat, ...]
    ends: date

    def day_of(self, beat: _Beat) -> date:
        return self.ends - timedelta(days=self.beats[-1].day - beat.day)

    @property
    def begins(self) -> date:
        return self.ends - timedelta(days=self.beats[-1].day if self.beats else 0)


def generate(pack: Pack, today: date, seed: int = 7) -> SampleHistory:
    """The sample history of `pack`, seen from `today` in the pack's time zone."""
    rng = Random(f"{pack.id} {today} {seed}")
    planner = _Planner(pack, today, rng)
    fates = [fate for fate, count in FATES.items() for _ in range(count)]
    rng.shuffle(fates)
    plans = sorted((planner.plan(fate) for fate in fates), key=lambda plan: plan.begins)
    customers = _customers_of(plans, pack, rng)
    writer = _Writer(pack, today, rng)
    leads = [writer.lead(plan, customer) for plan, customer in zip(plans, customers, strict=True)]
    leads.sort(key=lambda lead: lead.first_contact_at)
    return SampleHistory(
        pack=pack.id,
        company=pack.material.company.pick(pack.setup.locale),
        currency=pack.setup.currency,
        today=today,
        members=tuple(
            SampleMember(each.id, each.name, f"{each.id.replace('_', '.')}@example.com", each.role, each.supervisor)
            for each in pack.material.team
        ),
        products=tuple(SampleProduct(each.id, each.name, each.price) for each in pack.material.products),
        customers=tuple(dict.fromkeys(customers)),
        leads=tuple(replace(lead, key=f"lead_{number:03d}") for number, lead in enumerate(leads, 1)),
    )


class _Planner:
    """Decides for each lead whose it is, how far it has come, and when it was last touched."""

    def __init__(self, pack: Pack, today: date, rng: Random) -> None:
        self.setup, self.material, self.today, self.rng = pack.setup, pack.material, today, rng
        self.calendar = calendar_for(pack.setup.calendar, pack.setup.timezone)
        self.reps = [member for member in pack.material.team if member.role == "rep"]
        self.stages = [_stage_of(pack, chapter) for chapter in pack.material.journey]

    def plan(self, fate: Fate) -> _Plan:
        pull = PULL_OF_SKILL.get(fate, 0)
        rep = self.rng.choices(self.reps, [rep.skill**pull for rep in self.reps])[0]
        if fate in CLOSED_FATES:
            return self._closed(fate, rep)
        if fate == "pool_new":
            return _Plan(fate, rep, (), self.rng.choice(self._fresh_days(self.stages[0])))
        return self._open(fate, rep)

    def _closed(self, fate: Fate, rep: TeamMember) -> _Plan:
        last = len(self.stages) - 1
        if fate == "lost":
            last = self.rng.choices(range(last + 1), range(2, last + 3))[0]
        endings = self.material.won if fate == "won" else self.material.lost
        beats = list(self._story(last, self._length(last), pauses=True))
        close = beats[-1].day + self.rng.randint(1, 6)
        beats.append(_Beat(close, self.rng.choice(endings.touches), moves_to=endings.stage))
        ago = self.rng.randint(1, max(1, 355 - close))
        return _Plan(fate, rep, tuple(beats), _work_day(self.calendar, self.today - timedelta(days=ago)))

    def _open(self, fate: Fate, rep: TeamMember) -> _Plan:
        reach = 2 if fate == "pool_returned" else len(self.stages)
        last = self.rng.choices(range(reach), range(reach + 2, 2, -1))[0]
        stays = self._length(last)
        outstayed = [index for index, stage in enumerate(self.stages) if stage.dwell_days]
        if fate == "stalled" and outstayed:
            last = self.rng.choice(outstayed)
            stays = (self.stages[last].dwell_days or 0) + self.rng.randint(10, 25)
        beats = list(self._story(last, stays, pauses=fate == "on_track"))
        ends = self.rng.choice(self._last_days(fate, self.stages[last]))
        if fate == "held":
            held_days = (self.today - ends).days + self.rng.randint(5, 45)
            beats.append(_Beat(beats[-1].day + 1, self.rng.choice(self.material.holds), held_days=held_days))
        return _Plan(fate, rep, tuple(beats), ends)

    def _length(self, chapter: int) -> int:
        return self.rng.randint(*self.material.journey[chapter].days)

    def _story(self, last: int, stays: int, *, pauses: bool) -> Iterator[_Beat]:
        """The contacts from the first chapter to chapter `last`, in which the lead has been for `stays` days."""
        day = 0
        for index, chapter in enumerate(self.material.journey[: last + 1]):
            length = stays if index == last else self._length(index)
            telling = [touch for touch in chapter.touches if touch.outcome in EFFECTIVE]
            closing = self.rng.choice(chapter.touches if index == last else telling)
            others = [touch for touch in chapter.touches if touch is not closing]  # nothing is said twice in a chapter
            between = min(length - 1, len(others), max(self.rng.choice((0, 1, 1, 2)), length // 6))
            days = sorted(self.rng.sample(range(day + 1, day + length), between))
            yield from map(_Beat, days, self.rng.sample(others, between))
            day += length
            if index == last:
                yield _Beat(day, closing)
                return
            yield _Beat(day, closing, moves_to=self.stages[index + 1].id)
            if pauses and self.rng.random() < PAUSED_SHARE:
                held_days = self.rng.randint(14, 35)
                yield _Beat(day + 1, self.rng.choice(self.material.holds), held_days=held_days)
                day += 1 + held_days

    def _last_days(self, fate: Fate, stage: Stage) -> list[date]:
        """The days on which a lead of this fate may have been touched last."""
        if fate == "held":
            return self._work_days_back(40)
        if fate == "silent":
            return self._quiet_days(stage, 0)
        if fate == "pool_returned":
            return self._quiet_days(stage, self.setup.reminders.return_to_pool_days or 0)
        return self._fresh_days(stage)

    def _fresh_days(self, stage: Stage) -> list[date]:
        """Days on which a last touch keeps a lead of this stage from being silent all through today."""
        over = self.calendar.at(self.today + timedelta(days=1), "00:00")
        fresh = [
            day for day in self._work_days_back(30) if self._silent_at(self.calendar.at(day, "00:00"), stage) >= over
        ]
        # After a long holiday no working day is near enough: somebody wrote on the holiday's last day then.
        return fresh or [self.today - timedelta(days=1)]

    def _quiet_days(self, stage: Stage, at_least: int) -> list[date]:
        """The last 15 days on which a last touch leaves a lead silent, for `at_least` days, before today begins."""
        begun = self.calendar.at(self.today, "00:00")
        quiet = [
            day
            for day in self._work_days_back(420)
            if self._silent_at(self.calendar.at(day, "23:59"), stage) <= begun
            and day + timedelta(days=at_least) < self.today
        ]
        return quiet[:15]

    def _silent_at(self, touched: datetime, stage: Stage) -> datetime:
        return self.calendar.add_days(touched, stage.silent_days or 1, stage.silent_basis)

    def _work_days_back(self, days: int) -> list[date]:
        back = (self.today - timedelta(days=each) for each in range(1, days + 1))
        return [day for day in back if self.calendar.is_working_day(day)]


def _customers_of(plans: list[_Plan], pack: Pack, rng: Random) -> list[SampleCustomer]:
    """A customer for each plan. Some come back to the rep who closed their last lead; one is worked by two reps."""
    on_track = [plan for plan in plans if plan.fate == "on_track"]
    shared = on_track[0]
    intruder = next(plan for plan in on_track if plan.rep is not shared.rep)
    customers: list[SampleCustomer] = []
    names: set[str] = set()
    for plan in plans:
        past = [
            customer
            for earlier, customer in zip(plans, customers, strict=False)
            if earlier.fate in CLOSED_FATES and earlier.rep is plan.rep and earlier.ends < plan.begins
        ]
        if plan is intruder:
            customers.append(customers[plans.index(shared)])
        elif past and plan.fate != "pool_new" and rng.random() < RETURNING_SHARE:
            customers.append(rng.choice(past))
        else:
            customers.append(_new_customer(pack, rng, names))
    return customers


def _new_customer(pack: Pack, rng: Random, names: set[str]) -> SampleCustomer:
    material = pack.material.customers
    person = _unused(lambda: rng.choice(SURNAMES) + rng.choice(GIVEN_NAMES), names)
    company = material.kind == "company"
    name = _unused(lambda: "".join(map(rng.choice, material.name_parts)), names) if company else person
    number = len(names)
    return SampleCustomer(
        key=f"customer_{number:03d}",
        kind=material.kind,
        name=name,
        contact=person,
        title=rng.choice(material.titles),
        phone=f"+8613{rng.randint(0, 9)}0000{1000 + number:04d}",
        email=f"customer{number:03d}@example.com",
        wechat=f"sample_{number:03d}" if rng.random() < 0.6 else None,
    )


def _unused(make: Callable[[], str], names: set[str]) -> str:
    """A name that nobody has yet; numbered when the material has no more."""
    name = next((name for name in (make() for _ in range(100)) if name not in names), f"{make()} {len(names)}")
    names.add(name)
    return name


class _Writer:
    """Writes a plan down: moments inside opening hours, words, amounts, the next step."""

    def __init__(self, pack: Pack, today: date, rng: Random) -> None:
        self.pack, self.setup, self.material, self.today, self.rng = pack, pack.setup, pack.material, today, rng
        self.calendar = calendar_for(pack.setup.calendar, pack.setup.timezone)
        self.opens = min((hours.opens for hours in pack.setup.calendar.hours), default="09:00")
        self.closes = max((hours.closes for hours in pack.setup.calendar.hours), default="18:00")

    def lead(self, plan: _Plan, customer: SampleCustomer) -> SampleLead:
        product = self.rng.choice(self.material.products)
        mode = product.least + (product.most - product.least) // 4
        pieces = round(self.rng.triangular(product.least, product.most, mode))
        amount = _rounded(product.price * pieces * self.rng.randint(88, 100) / 100)
        first_contact_at = self._moment(_work_day(self.calendar, plan.begins) if plan.beats else plan.ends)
        captured_by, first_owner = plan.rep.id, plan.rep.id if plan.fate != "pool_new" else None
        steps: list[Step] = []
        if first_owner and plan.rep.supervisor and self.rng.random() < 0.5:
            captured_by, first_owner = plan.rep.supervisor, None
            assigned_at = first_contact_at + timedelta(minutes=self.rng.randint(5, 30))
            steps.append(OwnerChange(assigned_at, captured_by, None, plan.rep.id))
        words = {"contact": customer.contact, "customer": customer.name, "product": product.name}
        steps += self._steps(plan, steps[-1].at if steps else first_contact_at, amount, words)
        stage, agreed, held_until, owner = self.setup.first_stage.id, amount, None, first_owner
        for step in steps:
            if isinstance(step, StageMove):
                stage, agreed = step.to_stage, step.amount or amount
            elif isinstance(step, OwnerChange):
                owner = step.to_owner
            elif isinstance(step, Held | Resumed):
                held_until = step.until if isinstance(step, Held) else None
        is_early = stage == self.setup.first_stage.id
        is_open = plan.fate not in CLOSED_FATES
        return SampleLead(
            key="",
            fate=plan.fate,
            customer=customer.key,
            name=f"{customer.name} {self.rng.choice(product.needs)}",
            source_channel=self.rng.choices(*map(list, zip(*self.material.channels.items(), strict=True)))[0],
            product=product.id,
            first_contact_at=first_contact_at,
            captured_by=captured_by,
            first_owner=first_owner,
            owner=owner,
            stage=stage,
            amount=None if is_early and self.rng.random() < 0.4 else agreed,
            blocker=self.rng.choice(self.material.blockers) if is_open and self.rng.random() < 0.6 else None,
            next_follow_up_at=self._next_follow_up(plan, steps[-1].at if steps else first_contact_at, held_until),
            held_until=held_until,
            custom=self._custom(self.calendar.local_date(first_contact_at)),
            steps=tuple(steps),
        )

    def _steps(self, plan: _Plan, now: datetime, amount: Decimal, words: dict[str, str]) -> Iterator[Step]:
        stage = self.setup.first_stage.id
        rep = plan.rep.id
        for beat in plan.beats:
            is_last = beat is plan.beats[-1]  # its day is the planner's choice, for silence counts from it
            moment = self._moment(plan.ends if is_last else _work_day(self.calendar, plan.day_of(beat)))
            if moment < now + timedelta(minutes=15):  # days off have pushed two contacts onto one day
                if not beat.moves_to and not beat.held_days and not is_last:
                    continue
                moment = now + timedelta(minutes=self.rng.randint(15, 40))
            now = moment
            yield self._follow_up(now, rep, beat.touch, words)
            if beat.moves_to:
                now += timedelta(minutes=self.rng.randint(1, 4))
                price = _rounded(amount * self.rng.randint(90, 100) / 100) if plan.fate == "won" else None
                reason = beat.touch.reason if isinstance(beat.touch, Ending) else None
                yield StageMove(now, rep, stage, beat.moves_to, price if is_last else None, reason)
                stage = beat.moves_to
            if beat.held_days and isinstance(beat.touch, Pause):
                now += timedelta(minutes=self.rng.randint(1, 4))
                until = self._hold_ends(self.calendar.local_date(now) + timedelta(days=beat.held_days))
                yield Held(now, rep, beat.touch.reason, until)
                if until < self.today:
                    now = self.calendar.at(until, self.opens)
                    yield Resumed(now)
        if plan.fate == "pool_returned":
            yield OwnerChange(self._returned_at(stage, now), None, rep, None)

    def _follow_up(self, at: datetime, by: str, touch: Touch, words: dict[str, str]) -> FollowUp:
        span = MINUTES[touch.kind] if touch.outcome != "no_answer" else None
        minutes = self.rng.randint(*span) if span else None
        return FollowUp(at, by, touch.kind, touch.outcome, touch.summary.format(**words), minutes)

    def _hold_ends(self, day: date) -> date:
        """A working day near `day`, on the same side of today."""
        return _work_day(self.calendar, day) if day < self.today else self.calendar.next_working_day(day)

    def _returned_at(self, stage_id: str, touched: datetime) -> datetime:
        stage = self.setup.stage(stage_id)
        assert stage is not None
        silent_at = self.calendar.add_days(touched, stage.silent_days or 1, stage.silent_basis)
        limit = self.setup.reminders.return_to_pool_days or 0
        return max(silent_at, self.calendar.add_days(touched, limit, "calendar"))

    def _next_follow_up(self, plan: _Plan, last: datetime, held_until: date | None) -> datetime | None:
        if plan.fate in CLOSED_FATES:
            return None
        if held_until:
            return self.calendar.at(held_until, self.opens)
        if plan.fate == "due_today":
            return self._moment(self.today)
        if plan.fate in ("overdue", "silent"):
            missed = [
                day
                for day in (plan.ends + timedelta(days=each) for each in range(1, 6))
                if day < self.today and self.calendar.is_working_day(day)
            ]
            if missed:
                return self._moment(self.rng.choice(missed))
            return max(self.calendar.at(plan.ends, self.closes), last + timedelta(minutes=30))
        return self._moment(self.calendar.next_working_day(self.today + timedelta(days=self.rng.randint(0, 5))))

    def _moment(self, day: date) -> datetime:
        """A moment on `day`, from opening to two hours before closing."""
        opens, closes = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (self.opens, self.closes))
        minutes = self.rng.randint(opens, max(opens, closes - 120))
        return self.calendar.at(day, f"{minutes // 60:02d}:{minutes % 60:02d}")

    def _custom(self, first_contact: date) -> dict[str, CustomValue]:
        values = {field.id: self._value(field, first_contact) for field in self.setup.fields if not field.archived}
        return {key: value for key, value in values.items() if value is not None and self.rng.random() < 0.8}

    def _value(self, field: FieldDef, first_contact: date) -> CustomValue | None:
        material = self.material.fields.get(field.id)
        options = material.one_of if material and material.one_of else tuple(choice.id for choice in field.choices)
        if field.type == "yes_no":
            return self.rng.random() < 0.5
        if field.type == "choices":
            count = self.rng.randint(1, min(3, len(options)))
            return tuple(sorted(self.rng.sample(options, count), key=options.index))
        if options:
            return self.rng.choice(options)
        if material is None or material.least is None or material.most is None:
            return None
        number = self.rng.randrange(material.least, material.most + 1, material.step)
        if field.type == "date":
            return first_contact + timedelta(days=number)
        return Decimal(number).quantize(CENT) if field.type == "money" else number


def _stage_of(pack: Pack, chapter: Chapter) -> Stage:
    stage = pack.setup.stage(chapter.stage)
    if stage is None:
        raise ValueError(f"the sample of {pack.id} names a stage {chapter.stage} that the pack doesn't have")
    return stage


def _work_day(calendar: Calendar, day: date) -> date:
    """`day`, or the last working day before it."""
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _rounded(amount: Decimal) -> Decimal:
    """As people quote: down to 100 from 10,000 on, down to 10 below."""
    step = Decimal(100 if amount >= 10_000 else 10)
    return max(step, (amount / step).quantize(Decimal(1), ROUND_FLOOR) * step).quantize(CENT)
