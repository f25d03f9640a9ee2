"""What a message proposes to do next: a table of rules, the first that fits."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.notifications.facts import Language, LeadFacts, Phase
from chalicelib.notifications.phrases import PHRASES


@dataclass(frozen=True, slots=True)
class Rule:
    """When all that is stated holds, `advice` fits. `words` are looked for in the blocker, in both languages."""

    advice: str
    words: tuple[str, ...] = ()
    phase: Phase | None = None
    unanswered_at_least: int = 0

    def fits(self, lead: LeadFacts, unanswered: int) -> bool:
        blocker = lead.blocker.lower()
        return (
            (not self.words or any(word in blocker for word in self.words))
            and (self.phase is None or lead.phase == self.phase)
            and unanswered >= self.unanswered_at_least
        )


#: The first that fits is told.
ADVICE_RULES: tuple[Rule, ...] = (
    Rule("advice.other_way", unanswered_at_least=3),
    Rule("advice.budget", words=("预算", "资金", "账期", "付款", "budget", "funding", "payment term")),
    Rule("advice.legal", words=("法务", "合同", "条款", "合规", "legal", "contract", "clause", "compliance")),
    Rule("advice.competitor", words=("竞品", "竞争", "比价", "对比", "另外", "competitor", "compar", "rival")),
    Rule("advice.decision", words=("决策", "领导", "审批", "老板", "decision", "approval", "boss", "manager")),
    Rule("advice.price", words=("价格", "价高", "太贵", "折扣", "price", "expensive", "discount")),
    Rule(
        "advice.technical",
        words=("技术", "集成", "迁移", "参数", "试用", "technical", "integration", "migration", "trial"),
    ),
    Rule("advice.opening", phase="opening"),
    Rule("advice.needs", phase="needs"),
    Rule("advice.quoted", phase="quoted"),
    Rule("advice.closing", phase="closing"),
)  # fmt: skip


def advice_for(lead: LeadFacts, unanswered: int, language: Language) -> str:
    """What to do next: by the attempts without an answer, then the blocker, then the phase."""
    rule = next(rule for rule in ADVICE_RULES if rule.fits(lead, unanswered))
    return PHRASES[rule.advice].say(language)


def phase_of(position: int, open_stages: int, has_dwell_limit: bool) -> Phase:
    """The phase of an open stage. Packs name their stages freely, so that its place tells: `position` counts from 0;
    a stage with a dwell limit is one where an offer is out."""
    if position == 0:
        return "opening"
    if not has_dwell_limit:
        return "needs"
    return "closing" if position == open_stages - 1 else "quoted"
