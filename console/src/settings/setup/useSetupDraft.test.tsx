import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { PropsWithChildren } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import type { SetupSection, Workspace } from "./types";
import { useSetupDraft } from "./useSetupDraft";

/** The server: one workspace, and a version that a change has to know. */
const server = vi.hoisted(() => ({ workspace: {} as Record<string, unknown>, calls: 0 }));

vi.mock("../../api/client", async () => {
  const { Problem } = await import("../../api/problem");
  return {
    ok: (answer: Promise<unknown>) => answer,
    ifMatch: (version: number) => ({ version }),
    api: {
      GET: async () => server.workspace,
      PATCH: async (_path: string, { body, headers }: { body: object; headers: { version: number } }) => {
        server.calls += 1;
        if (headers.version !== server.workspace.version)
          throw new Problem({ status: 412, code: "stale_version" });
        server.workspace = { ...server.workspace, ...body, version: headers.version + 1 };
        return server.workspace;
      },
    },
  };
});
// Ant Design draws its messages later than a test lives.
vi.mock("antd", () => ({ App: { useApp: () => ({ message: { success: () => undefined } }) } }));
vi.mock("react-i18next", () => ({ useTranslation: () => ({ t: (key: string) => key }) }));

const NAME: SetupSection<{ name: string; timezone: string }> = {
  read: ({ name, timezone }) => ({ name, timezone }),
  write: (value) => value,
};

function begin() {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: PropsWithChildren) => (
    <QueryClientProvider client={cache}>{children}</QueryClientProvider>
  );
  const workspace = server.workspace as unknown as Workspace;
  return renderHook(() => useSetupDraft(workspace, NAME), { wrapper }).result;
}

beforeEach(() => {
  server.workspace = { version: 1, name: "明川", timezone: "Asia/Shanghai", currency: "CNY" };
  server.calls = 0;
});

test("a change goes out on the version that it was begun with", async () => {
  const draft = begin();
  act(() => draft.current.change({ name: "明川科技", timezone: "Asia/Shanghai" }));
  expect(draft.current.isDirty).toBe(true);
  act(() => draft.current.save());
  await waitFor(() => expect(draft.current.isDirty).toBe(false));
  expect(server.workspace).toMatchObject({ name: "明川科技", version: 2 });
});

test("a change of another section by somebody else is no matter", async () => {
  const draft = begin();
  act(() => draft.current.change({ name: "明川科技", timezone: "Asia/Shanghai" }));
  server.workspace = { ...server.workspace, currency: "USD", version: 2 };
  act(() => draft.current.save());
  await waitFor(() =>
    expect(server.workspace).toMatchObject({ name: "明川科技", currency: "USD", version: 3 }),
  );
  expect(draft.current.clash).toBeNull();
});

test("a change of the same section shows both, and keeping mine merges them", async () => {
  const draft = begin();
  act(() => draft.current.change({ name: "我的", timezone: "Asia/Shanghai" }));
  server.workspace = { ...server.workspace, name: "他们的", timezone: "Asia/Tokyo", version: 2 };
  act(() => draft.current.save());
  await waitFor(() => expect(draft.current.clash).not.toBeNull());
  expect(draft.current.clash?.theirs).toEqual({ name: "他们的", timezone: "Asia/Tokyo" });
  expect(draft.current.clash?.mine).toEqual({ name: "我的", timezone: "Asia/Shanghai" });
  expect(draft.current.problem).toBeNull();
  act(() => draft.current.keepMine());
  await waitFor(() =>
    expect(server.workspace).toMatchObject({ name: "我的", timezone: "Asia/Tokyo", version: 3 }),
  );
});

test("loading the latest gives up mine and sends nothing", async () => {
  const draft = begin();
  act(() => draft.current.change({ name: "我的", timezone: "Asia/Shanghai" }));
  server.workspace = { ...server.workspace, name: "他们的", version: 2 };
  act(() => draft.current.save());
  await waitFor(() => expect(draft.current.clash).not.toBeNull());
  act(() => draft.current.discard());
  expect(draft.current.isDirty).toBe(false);
  expect(server.calls).toBe(1);
});
