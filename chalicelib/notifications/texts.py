"""The words of notifications, in zh-CN and en. Each writer turns the facts of one kind into a `Message`.

| kind | to | writer |
| --- | --- | --- |
| lead.silent, lead.silent.supervisor | rep, supervisor | `silent`, `silent_for_supervisor` |
| lead.follow_up_missed, lead.follow_up_missed.supervisor | rep, supervisor | `missed`, `missed_for_supervisor` |
| lead.dwell, lead.dwell.supervisor | rep, supervisor | `dwell`, `dwell_for_supervisor` |
| lead.follow_up_due | rep | `due_digest` |
| lead.pool_warning, lead.returned_to_pool | rep | `pool_warning`, `returned_to_pool` |
| hold.ended, lead.assigned | rep | `hold_ended`, `assigned` |
| import.done | who imported | `import_done` |
| member.invited, password.reset | the person (e-mail) | `invited`, `password_reset` |

Message texts are plain: what users wrote stands in them as it is, on one line, and every door escapes for itself.
"""

from __future__ import annotations

from chalicelib.notifications.advice import (
    ADVICE_RULES,
    Rule,
    advice_for,
    phase_of,
)
from chalicelib.notifications.facts import (
    AssignedFacts,
    DueEntry,
    DueFacts,
    DwellFacts,
    FollowUpLine,
    HoldEndedFacts,
    ImportFacts,
    InviteFacts,
    Language,
    LeadFacts,
    Message,
    MissedFacts,
    Phase,
    PoolWarningFacts,
    ResetFacts,
    ReturnedFacts,
    SilentFacts,
    Voice,
)
from chalicelib.notifications.phrases import (
    OPEN_LABEL,
    PHRASES,
    Phrase,
)
from chalicelib.notifications.writers import (
    NO_BLOCKER,
    WRITERS,
    assigned,
    channel_test,
    due_digest,
    dwell,
    dwell_for_supervisor,
    failure_text,
    hold_ended,
    import_done,
    invited,
    lead_label,
    missed,
    missed_for_supervisor,
    password_reset,
    pool_warning,
    returned_to_pool,
    several,
    show_clock,
    show_day,
    show_time,
    silent,
    silent_for_supervisor,
)

__all__ = [
    "ADVICE_RULES",
    "NO_BLOCKER",
    "OPEN_LABEL",
    "PHRASES",
    "WRITERS",
    "AssignedFacts",
    "DueEntry",
    "DueFacts",
    "DwellFacts",
    "FollowUpLine",
    "HoldEndedFacts",
    "ImportFacts",
    "InviteFacts",
    "Language",
    "LeadFacts",
    "Message",
    "MissedFacts",
    "Phase",
    "Phrase",
    "PoolWarningFacts",
    "ResetFacts",
    "ReturnedFacts",
    "Rule",
    "SilentFacts",
    "Voice",
    "advice_for",
    "assigned",
    "channel_test",
    "due_digest",
    "dwell",
    "dwell_for_supervisor",
    "failure_text",
    "hold_ended",
    "import_done",
    "invited",
    "lead_label",
    "missed",
    "missed_for_supervisor",
    "password_reset",
    "phase_of",
    "pool_warning",
    "returned_to_pool",
    "several",
    "show_clock",
    "show_day",
    "show_time",
    "silent",
    "silent_for_supervisor",
]
