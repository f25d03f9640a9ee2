import { afterEach, beforeEach, expect, test, vi } from "vitest";

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };
let calls: { path: string; headers: Headers }[] = [];

function serve(answers: Record<string, Answer[]>) {
  vi.stubGlobal("fetch", async (input: Request | string, init?: RequestInit) => {
    const request =
      typeof input === "string" ? new Request(new URL(input, "http://localhost:3000"), init) : input;
    const path = new URL(request.url).pathname;
    calls.push({ path, headers: request.headers });
    const queue = answers[path] ?? [];
    const answer = queue.length > 1 ? queue.shift() : queue[0];
    if (!answer) throw new TypeError("no network");
    return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), {
      status: answer.status,
      headers: { "Content-Type": "application/json", ...answer.headers },
    });
  });
}

const TOKENS = { status: 200, body: { access_token: "fresh", expires_in: 900, token_type: "Bearer" } };
const REFUSED = { status: 401, body: { code: "unauthenticated", detail: "", request_id: "req_1" } };

beforeEach(() => {
  calls = [];
  vi.resetModules();
});
afterEach(() => vi.unstubAllGlobals());

async function modules() {
  return { ...(await import("./client")), ...(await import("./session")), ...(await import("./problem")) };
}

test("requests at the same time share one refresh, then carry its token", async () => {
  serve({ "/v1/token/refresh": [TOKENS], "/v1/me": [{ status: 200, body: {} }] });
  const { api, ok } = await modules();
  await Promise.all([ok(api.GET("/v1/me")), ok(api.GET("/v1/me")), ok(api.GET("/v1/me"))]);
  expect(calls.filter((call) => call.path === "/v1/token/refresh")).toHaveLength(1);
  const asked = calls.filter((call) => call.path === "/v1/me");
  expect(asked.map((call) => call.headers.get("authorization"))).toEqual(Array(3).fill("Bearer fresh"));
});

test("a token that the server refuses is renewed once and the call sent again with the same key", async () => {
  serve({ "/v1/token/refresh": [TOKENS], "/v1/leads": [REFUSED, { status: 201, body: { id: "lead_1" } }] });
  const { api, ok } = await modules();
  const lead = await ok(api.POST("/v1/leads", { body: { name: "A", source_channel: "referral" } }));
  expect(lead.id).toBe("lead_1");
  const keys = calls
    .filter((call) => call.path === "/v1/leads")
    .map((call) => call.headers.get("idempotency-key"));
  expect(keys[0]).toBeTruthy();
  expect(keys[0]).toBe(keys[1]);
});

test("a wrong password is told, not answered with a refresh", async () => {
  serve({
    "/v1/token/refresh": [TOKENS],
    "/v1/password/change": [
      { status: 401, body: { code: "credentials_wrong", detail: "no", request_id: "r" } },
    ],
  });
  const { api, ok } = await modules();
  const body = { current_password: "x", new_password: "long enough 1" };
  await expect(ok(api.POST("/v1/password/change", { body }))).rejects.toMatchObject({
    code: "credentials_wrong",
  });
  expect(calls.filter((call) => call.path === "/v1/token/refresh")).toHaveLength(1);
});

test("without a session the visitor is signed out and the problem is the server's", async () => {
  serve({ "/v1/token/refresh": [REFUSED], "/v1/me": [REFUSED] });
  const { api, ok, sessionStatus } = await modules();
  await expect(ok(api.GET("/v1/me"))).rejects.toMatchObject({ status: 401, requestId: "req_1" });
  expect(sessionStatus()).toBe("out");
});

test("no network leaves the session as it was", async () => {
  serve({});
  const { api, ok, sessionStatus } = await modules();
  await expect(ok(api.GET("/v1/me"))).rejects.toMatchObject({ status: 0, code: "offline" });
  expect(sessionStatus()).toBe("unknown");
});

test("calls that begin a session ask for the cookie, others do not", async () => {
  serve({ "/v1/login": [{ status: 200, body: {} }], "/v1/packs": [{ status: 200, body: { items: [] } }] });
  const { api, ok } = await modules();
  await ok(api.POST("/v1/login", { body: { email: "a@b.cn", password: "x" } }));
  await ok(api.GET("/v1/packs"));
  expect(calls.map((call) => call.headers.get("x-session-cookie"))).toEqual(["1", null]);
  expect(calls.map((call) => call.headers.get("authorization"))).toEqual([null, null]);
});

test("field errors and further facts of a refusal are kept", async () => {
  const body = {
    code: "invalid",
    detail: "no",
    request_id: "r",
    status: 422,
    errors: [{ field: "email", message: "taken" }],
    lead_id: "lead_9",
  };
  serve({ "/v1/signup": [{ status: 422, body, headers: { "Retry-After": "7" } }] });
  const { api, ok, isProblem } = await modules();
  const answer = ok(
    api.POST("/v1/signup", {
      body: { company: "c", name: "n", email: "a@b.cn", password: "long enough", pack: "p" },
    }),
  );
  const problem = await answer.catch((error: unknown) => error);
  expect(isProblem(problem, "invalid") && problem.errors).toEqual([{ field: "email", message: "taken" }]);
  expect(isProblem(problem) && problem.facts.lead_id).toBe("lead_9");
  expect(isProblem(problem) && problem.retryAfter).toBe(7);
});
