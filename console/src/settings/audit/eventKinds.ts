/** The closed catalogue of events, in the groups in which they are chosen. */
export const EVENT_GROUPS = {
  workspace: ["workspace.created", "workspace.changed", "channel.changed", "product.changed"],
  members: [
    "member.invited",
    "member.invite_handed",
    "member.joined",
    "member.changed",
    "member.removed",
    "api_key.created",
    "api_key.revoked",
  ],
  leads: [
    "lead.created",
    "lead.changed",
    "lead.followed_up",
    "lead.stage_moved",
    "lead.reopened",
    "lead.held",
    "lead.resumed",
    "lead.assigned",
    "lead.claimed",
    "lead.released",
    "lead.returned_to_pool",
    "lead.went_silent",
    "lead.reminded",
    "lead.deleted",
    "lead.restored",
    "lead.erased",
  ],
  customers: [
    "customer.changed",
    "customer.merged",
    "customer.merge_undone",
    "customer.erased",
    "customer.exported",
  ],
  traffic: ["import.started", "import.finished", "import.undone", "data.exported"],
} as const;

export type EventGroup = keyof typeof EVENT_GROUPS;
export const GROUPS = Object.keys(EVENT_GROUPS) as EventGroup[];
