import type { Channel, NewChannel } from "./queries";

type ChannelSettings = NewChannel["settings"];
type Kind = NonNullable<ChannelSettings["kind"]>;

interface Secret {
  name: string;
  isOptional?: boolean;
  /** An e-mail address is no secret. */
  isOpen?: boolean;
  example: string;
}

/** What each kind asks for: the address alone or the whole URL, as the service shows it. */
export const CHANNEL_KINDS: Record<Kind, Secret[]> = {
  wecom: [{ name: "key", example: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…" }],
  dingtalk: [
    { name: "token", example: "https://oapi.dingtalk.com/robot/send?access_token=…" },
    { name: "secret", isOptional: true, example: "SEC…" },
  ],
  feishu: [{ name: "token", example: "https://open.feishu.cn/open-apis/bot/v2/hook/…" }],
  slack: [{ name: "url", example: "https://hooks.slack.com/services/T…/B…/…" }],
  teams: [{ name: "url", example: "https://….logic.azure.com/workflows/…" }],
  email: [{ name: "address", isOpen: true, example: "sales@example.com" }],
};
export const KIND_IDS = Object.keys(CHANNEL_KINDS) as Kind[];
export type { Kind };

export function kindOf(channel: Channel): Kind {
  return KIND_IDS.find((kind) => kind === channel.kind) ?? "email";
}

/** The request's settings out of what was typed; null while nothing was, so that the kept secret stays. */
export function settingsOf(kind: Kind, typed: Record<string, string | undefined>): ChannelSettings | null {
  const said = CHANNEL_KINDS[kind].flatMap(({ name }) => {
    const value = typed[name]?.trim();
    return value ? [[name, value] as const] : [];
  });
  return said.length > 0 ? ({ kind, ...Object.fromEntries(said) } as ChannelSettings) : null;
}

/** What a channel of the workspace may be told of; the rest speaks to one person. */
export const FOR_TEAMS: readonly string[] = [
  "lead.silent",
  "lead.follow_up_missed",
  "lead.dwell",
  "lead.pool_warning",
  "lead.returned_to_pool",
  "import.done",
];
