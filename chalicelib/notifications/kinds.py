"""The kinds of notifications, and by which ways each goes where nobody has chosen otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: Kinds that begin so are always in the inbox.
_SECURITY = "security."


@dataclass(frozen=True)
class Kind:
    """`email`: the default of the letter to the member's own address. `for_teams`: a workspace channel may carry it.

    Each alert that goes to a rep and to the supervisor has a kind for each, so that a team's bot tells it once.
    """

    id: str
    zh: str
    en: str
    email: bool = False
    for_teams: bool = True

    @property
    def is_security(self) -> bool:
        return self.id.startswith(_SECURITY)

    def name(self, locale: str) -> str:
        return self.en if locale == "en" else self.zh


DIGEST = "lead.follow_up_due"
KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("lead.assigned", "分配给我的线索", "A lead is given to me", email=True, for_teams=False),
        Kind("lead.silent", "线索静默超期", "A lead went silent"),
        Kind("lead.silent.supervisor", "下属的线索静默超期", "A report's lead went silent", for_teams=False),
        Kind("lead.follow_up_missed", "错过跟进时间", "A follow-up was missed"),
        Kind("lead.follow_up_missed.supervisor", "下属错过跟进时间", "A report missed a follow-up", for_teams=False),
        Kind("lead.dwell", "阶段停留过久", "A lead has been in its stage too long"),
        Kind("lead.dwell.supervisor", "下属的线索停留过久", "A report's lead has been too long", for_teams=False),
        Kind(DIGEST, "每日跟进安排", "The morning digest", email=True, for_teams=False),
        Kind("lead.pool_warning", "线索即将回到公海", "A lead will go back to the pool"),
        Kind("lead.returned_to_pool", "线索已回到公海", "A lead went back to the pool"),
        Kind("hold.ended", "暂缓到期", "A hold has ended", for_teams=False),
        Kind("import.done", "导入完成", "An import has finished", email=True),
        Kind("card.ready", "轮到我处理的卡片", "A card is ready for me", email=True, for_teams=False),
        Kind("card.handed_over", "交给我的卡片", "A card is handed over to me", email=True, for_teams=False),
        Kind("card.sla", "我的卡片临近或超过时限", "My card nears its time, or is over it", for_teams=False),
        Kind("card.sla.supervisor", "下属的卡片超过时限", "A report's card is over its time", for_teams=False),
        Kind("card.block_alert", "协同阻塞预警", "Block alert", email=True),
        Kind("card.mentioned", "评论中提到我", "I am mentioned in a comment", email=True, for_teams=False),
        Kind("card.news", "我参与的卡片有更新", "News of cards that I take part in", for_teams=False),
        Kind("run.late", "预计晚于承诺日期", "A run will be later than promised", email=True),
        Kind("run.over", "流程完成或取消", "A run is done or cancelled", for_teams=False),
        Kind("report.timeliness", "协同时效分析月报", "Monthly timeliness report", email=True, for_teams=False),
    )
}


def kind_of(kind_id: str) -> Kind:
    """The kind; one that is not in the table goes to the inbox and to the member's own channels."""
    return KINDS.get(kind_id) or Kind(kind_id, kind_id, kind_id, for_teams=False)
