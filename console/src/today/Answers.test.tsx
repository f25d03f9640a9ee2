import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { Problem } from "../api/problem";
import { AnswersProvider, useAnswers } from "./Answers";
import type { LeadView } from "./calls";
import type { LeadRow } from "./worklist";

const LIST = ["leads", "today", "due"];
const READ_AT = 1_000;
const lead = (more: Partial<LeadView> = {}) =>
  ({ id: "lead_1", name: "明川", version: 2, ...more }) as LeadView;

function opened() {
  const cache = new QueryClient();
  const rows: LeadRow[] = [lead(), { id: "lead_2", version: 1 }];
  cache.setQueryData(
    LIST,
    { pages: [{ items: rows, next_cursor: null }], pageParams: [null] },
    { updatedAt: READ_AT },
  );
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={cache}>
      <AnswersProvider>{children}</AnswersProvider>
    </QueryClientProvider>
  );
  return { cache, ...renderHook(useAnswers, { wrapper }) };
}

test("an answer stands in the place of the lead before the server has replied", async () => {
  const { result } = opened();
  let reply: (after: LeadView) => void = () => {};
  const call = () => new Promise<LeadView>((resolve) => (reply = resolve));
  act(() => result.current.act({ leadId: "lead_1", text: "已改到周四", call }));
  await waitFor(() => expect(result.current.answerOf("lead_1")?.isSending).toBe(true));
  await act(async () => reply(lead()));
  await waitFor(() => expect(result.current.answerOf("lead_1")?.isSending).toBe(false));
});

test("a refused answer brings the lead back with the reason", async () => {
  const { result } = opened();
  const refusal = new Problem({ status: 409, code: "lead_already_owned", detail: "吴桐已领取" });
  act(() => result.current.act({ leadId: "lead_1", text: "已领取", call: () => Promise.reject(refusal) }));
  await waitFor(() => expect(result.current.failureOf("lead_1")).toBe(refusal));
  expect(result.current.answerOf("lead_1")).toBeUndefined();
});

test("what is undone is shown as it is now, and the list stays as old as it was", async () => {
  const { result, cache } = opened();
  const undo = { label: "撤销", call: () => Promise.resolve(lead({ name: "又是明川" })) };
  act(() =>
    result.current.act({ leadId: "lead_1", text: "已移到赢单", call: () => Promise.resolve(lead()), undo }),
  );
  await waitFor(() => expect(result.current.answerOf("lead_1")?.undo).toBeDefined());
  act(() => result.current.answerOf("lead_1")?.undo?.run());
  await waitFor(() => {
    const list = cache.getQueryData<{ pages: { items: LeadRow[] }[] }>(LIST);
    expect(list?.pages[0]?.items[0]?.name).toBe("又是明川");
  });
  expect(result.current.answerOf("lead_1")).toBeUndefined();
  expect(cache.getQueryState(LIST)?.dataUpdatedAt).toBe(READ_AT);
});
