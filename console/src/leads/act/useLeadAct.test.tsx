import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { App } from "antd";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { Problem } from "../../api/problem";
import * as queries from "../queries";
import type { LeadPage, LeadView, Tagged } from "../types";
import { useLeadAct } from "./useLeadAct";

vi.mock("../queries", { spy: true });
afterEach(() => vi.mocked(queries.readLead).mockReset());

const LIST = [...queries.LIST_KEY, {}, 100];
const STALE = new Problem({ status: 412, code: "stale_version" });
const tagged = (more: Partial<LeadView>, etag: string): Tagged => ({
  body: { id: "lead_1", version: 1, stage: "quoted", remark: null, ...more } as LeadView,
  etag,
});

function opened() {
  const base = tagged({}, '"1"');
  const cache = new QueryClient();
  cache.setQueryData([...queries.leadKey("lead_1"), "zh-CN"], base);
  const page: LeadPage = { items: [base.body, { id: "lead_2", version: 1 }], next_cursor: null };
  cache.setQueryData(LIST, { pages: [page], pageParams: [null] });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={cache}>
      <App component={false}>{children}</App>
    </QueryClientProvider>
  );
  const stageInList = () => cache.getQueryData<{ pages: LeadPage[] }>(LIST)?.pages[0]?.items[0]?.stage;
  return { stageInList, ...renderHook(() => useLeadAct(base), { wrapper }) };
}

test("a change is shown at once and taken back when it is refused", async () => {
  const { result, stageInList } = opened();
  let refuse: (error: unknown) => void = () => {};
  const call = () => new Promise<Tagged>((_, reject) => (refuse = reject));
  act(() => result.current.act({ wanted: { stage: "won" }, call }));
  await waitFor(() => expect(stageInList()).toBe("won"));
  await act(async () => refuse(new Problem({ status: 409, code: "lead_closed" })));
  await waitFor(() => expect(stageInList()).toBe("quoted"));
  expect(result.current.error).toMatchObject({ code: "lead_closed" });
});

test("another's change of another field is no hindrance: it is tried on the newest", async () => {
  vi.mocked(queries.readLead).mockResolvedValue(tagged({ remark: "急" }, '"2"'));
  const { result } = opened();
  const tags: (string | null)[] = [];
  const call = (etag: string | null) => {
    tags.push(etag);
    return etag === '"1"' ? Promise.reject(STALE) : Promise.resolve(tagged({ stage: "won" }, '"3"'));
  };
  act(() => result.current.act({ wanted: { stage: "won" }, call }));
  await waitFor(() => expect(tags).toEqual(['"1"', '"2"']));
  expect(result.current.clash).toBeNull();
});

test("another's change of the same field is a clash, and one's own may still be saved over it", async () => {
  vi.mocked(queries.readLead).mockResolvedValue(tagged({ stage: "negotiation" }, '"2"'));
  const { result, stageInList } = opened();
  const call = vi.fn((etag: string | null) =>
    etag === '"1"' ? Promise.reject(STALE) : Promise.resolve(tagged({ stage: "won" }, '"3"')),
  );
  act(() => result.current.act({ wanted: { stage: "won" }, call }));
  await waitFor(() => expect(result.current.clash?.newest.body.stage).toBe("negotiation"));
  expect(stageInList()).toBe("negotiation");
  act(() => result.current.keepMine());
  await waitFor(() => expect(result.current.clash).toBeNull());
  expect(call).toHaveBeenLastCalledWith('"2"');
  expect(stageInList()).toBe("won");
});
