import type { components } from "./schema";

type ProblemBody = components["schemas"]["Problem"];
export interface FieldProblem {
  field: string;
  message: string;
}

/**
 * A request that was refused or did not arrive. `code` is the API's stable code, or `offline` (status 0) when there
 * was no answer; `detail` is in the reader's language and may be shown as it is; `facts` are the answer's further keys.
 */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: FieldProblem[];
  readonly requestId: string | null;
  readonly retryAfter: number | null;
  readonly facts: Record<string, unknown>;

  constructor(given: {
    status: number;
    code: string;
    detail?: string;
    errors?: FieldProblem[];
    requestId?: string | null;
    retryAfter?: number | null;
    facts?: Record<string, unknown>;
  }) {
    super(given.detail || given.code);
    this.name = "Problem";
    this.status = given.status;
    this.code = given.code;
    this.detail = given.detail ?? "";
    this.errors = given.errors ?? [];
    this.requestId = given.requestId ?? null;
    this.retryAfter = given.retryAfter ?? null;
    this.facts = given.facts ?? {};
  }

  static offline(): Problem {
    return new Problem({ status: 0, code: "offline" });
  }

  /** Out of an error answer; a body that is no problem+json (a proxy's page) keeps its status only. */
  static of(response: Response, body: unknown): Problem {
    const seconds = Number(response.headers.get("retry-after"));
    const common = {
      status: response.status,
      requestId: response.headers.get("x-request-id"),
      retryAfter: Number.isFinite(seconds) && seconds > 0 ? seconds : null,
    };
    if (!isProblemBody(body)) return new Problem({ ...common, code: `http_${response.status}` });
    const { code, detail, errors, request_id, ...facts } = body;
    return new Problem({
      ...common,
      code,
      detail,
      errors: errors ?? [],
      requestId: request_id || common.requestId,
      facts,
    });
  }
}

function isProblemBody(body: unknown): body is ProblemBody {
  return typeof body === "object" && body !== null && "code" in body && typeof body.code === "string";
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code);
}
