/** What can be done with a card; each on the condition that it still is of `version`, where one is given. */
import { api, ifMatch, newKey, ok, type Schemas } from "../../api/client";
import type { CardView } from "../types";

export type Call = (version: number | null) => Promise<CardView>;

/** One key for all tries of the same act. */
const of = (card_id: string, key: string, version: number | null) => ({
  params: { path: { card_id }, header: { "Idempotency-Key": key } },
  headers: ifMatch(version),
});

/** A try on another version is another request to the server, though the same act to the person. */
function keyed(call: (key: string, version: number | null) => Promise<CardView>): Call {
  const keys = new Map<number | null, string>();
  return (version) => {
    const key = keys.get(version) ?? newKey();
    keys.set(version, key);
    return call(key, version);
  };
}

export const startCard = (id: string): Call =>
  keyed((key, version) => ok(api.POST("/v1/cards/{card_id}/start", of(id, key, version))));

export const completeCard = (id: string, body: Schemas["CompleteBody"]): Call =>
  keyed((key, version) => ok(api.POST("/v1/cards/{card_id}/complete", { ...of(id, key, version), body })));

export const blockCard = (id: string, body: Schemas["BlockBody"]): Call =>
  keyed((key, version) => ok(api.POST("/v1/cards/{card_id}/block", { ...of(id, key, version), body })));

export const unblockCard = (id: string): Call =>
  keyed((key, version) => ok(api.POST("/v1/cards/{card_id}/unblock", of(id, key, version))));

export const reopenCard = (id: string, note: string): Call =>
  keyed((key, version) =>
    ok(api.POST("/v1/cards/{card_id}/reopen", { ...of(id, key, version), body: { note } })),
  );

export const skipCard = (id: string, note: string): Call =>
  keyed((key, version) =>
    ok(api.POST("/v1/cards/{card_id}/skip", { ...of(id, key, version), body: { note } })),
  );

export const handOverCard = (id: string, body: Schemas["HandOverBody"]): Call =>
  keyed((key, version) => ok(api.POST("/v1/cards/{card_id}/hand-over", { ...of(id, key, version), body })));

export const approveCard = (id: string, note: string | null): Call =>
  keyed((key, version) =>
    ok(api.POST("/v1/cards/{card_id}/approve", { ...of(id, key, version), body: { note } })),
  );

export const recordValues =
  (card_id: string, values: Record<string, unknown>): Call =>
  (version) =>
    ok(
      api.PATCH("/v1/cards/{card_id}", {
        params: { path: { card_id } },
        headers: ifMatch(version),
        body: { values },
      }),
    );

/** Whoever watches changes nothing that others see: no condition. */
export const watchCard = (card_id: string, on: boolean): Promise<CardView> => {
  const params = { path: { card_id } };
  return ok(
    on
      ? api.POST("/v1/cards/{card_id}/watch", { params })
      : api.POST("/v1/cards/{card_id}/unwatch", { params }),
  );
};
