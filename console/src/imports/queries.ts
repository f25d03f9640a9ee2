import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, ifMatch, ok, type Schemas } from "../api/client";
import { currentLanguage } from "../i18n/language";
import { progressInterval } from "./polling";
import { packed, tableType } from "./upload";

export type ImportView = Schemas["ImportView"];
export type ImportRow = Schemas["ImportRow"];
export type ImportKind = ImportView["kind"];
export type ImportChange = Schemas["ImportChange"];
export type Guesses = Schemas["GuessesView"];

interface Followed {
  view: ImportView;
  /** Milliseconds since 1970: when it was last seen to have gone on. */
  changedAt: number;
}

const keyOf = (id: string) => ["imports", "one", id, currentLanguage()] as const;
const LIST_KEY = ["imports", "list"] as const;

export function isActive(view: Pick<ImportView, "status">): boolean {
  return view.status === "queued" || view.status === "running";
}

export function useImports() {
  return useInfiniteQuery({
    queryKey: LIST_KEY,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) };
      return ok(api.GET("/v1/imports", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next_cursor,
  });
}

function hasGoneOn(before: ImportView, now: ImportView): boolean {
  return before.status !== now.status || before.done !== now.done || before.total !== now.total;
}

/** One import, asked again while it works: often while it goes on, less and less often when it doesn't. */
export function useImport(id: string) {
  const cache = useQueryClient();
  const query = useQuery<Followed>({
    queryKey: keyOf(id),
    queryFn: async ({ client, signal }) => {
      const view = await ok(
        api.GET("/v1/imports/{import_id}", { params: { path: { import_id: id } }, signal }),
      );
      const before = client.getQueryData<Followed>(keyOf(id));
      const stands = before && !hasGoneOn(before.view, view);
      return { view, changedAt: stands ? before.changedAt : Date.now() };
    },
    refetchInterval: ({ state: { data } }) =>
      data && isActive(data.view) ? progressInterval(Date.now() - data.changedAt) : false,
  });
  const status = query.data?.view.status;
  useEffect(() => {
    if (status === "done" || status === "undone" || status === "failed") {
      for (const key of ["leads", "members", "products", "inbox"])
        void cache.invalidateQueries({ queryKey: [key] });
      void cache.invalidateQueries({ queryKey: LIST_KEY });
    }
  }, [status, cache]);
  return { ...query, view: query.data?.view };
}

/** Every upload begins as a trial: nothing is written before its outcome was seen. */
export function useUpload() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ file, kind }: { file: File; kind: ImportKind }) => {
      const { body, encoding } = await packed(file);
      return ok(
        api.POST("/v1/imports", {
          params: { query: { kind, filename: file.name, dry_run: true } },
          headers: {
            "Content-Type": tableType(file.name) ?? "application/octet-stream",
            ...(encoding ? { "Content-Encoding": encoding } : {}),
          },
          // The document calls a file's bytes a string; they go out as they are.
          body: body as unknown as string,
          bodySerializer: (bytes) => bytes,
        }),
      );
    },
    onSuccess: (view) => {
      cache.setQueryData<Followed>(keyOf(view.id), { view, changedAt: Date.now() });
      return cache.invalidateQueries({ queryKey: LIST_KEY });
    },
  });
}

function useStep<Input>(call: (input: Input) => Promise<ImportView>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: (view) => {
      cache.setQueryData<Followed>(keyOf(view.id), { view, changedAt: Date.now() });
      void cache.invalidateQueries({ queryKey: LIST_KEY });
    },
  });
}

export function useChangeImport(view: ImportView) {
  return useStep((body: ImportChange) =>
    ok(
      api.PATCH("/v1/imports/{import_id}", {
        params: { path: { import_id: view.id } },
        headers: ifMatch(view.version),
        body,
      }),
    ),
  );
}

export function useUndoImport(id: string) {
  return useStep((_: undefined) =>
    ok(api.POST("/v1/imports/{import_id}/undo", { params: { path: { import_id: id } } })),
  );
}

export function useConflicts(id: string, isEnabled: boolean) {
  return useInfiniteQuery({
    queryKey: ["imports", "conflicts", id],
    enabled: isEnabled,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) };
      const path = { import_id: id };
      return ok(api.GET("/v1/imports/{import_id}/conflicts", { params: { path, query }, signal }));
    },
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** The failed rows as a file on this device; the call needs the session, so a plain link won't do. */
export function useErrorFile(id: string) {
  return useMutation({
    mutationFn: async () => {
      const params = { path: { import_id: id } };
      const bytes = await ok(api.GET("/v1/imports/{import_id}/errors", { params, parseAs: "blob" }));
      const address = URL.createObjectURL(bytes as unknown as Blob);
      const link = document.createElement("a");
      link.href = address;
      link.download = `${id}-errors.csv`;
      link.click();
      URL.revokeObjectURL(address);
    },
  });
}

/** Who a lead may be given to. */
export function useOwners(isEnabled: boolean) {
  return useQuery({
    queryKey: ["members", "owners"],
    enabled: isEnabled,
    queryFn: async ({ signal }) => {
      const { items } = await ok(api.GET("/v1/members", { params: { query: { limit: 200 } }, signal }));
      return items.map(({ id, name }) => ({ id, name }));
    },
  });
}

export function useProducts(isEnabled: boolean) {
  return useQuery({
    queryKey: ["products", "names"],
    enabled: isEnabled,
    queryFn: async ({ signal }) => {
      const { items } = await ok(api.GET("/v1/products", { params: { query: { limit: 200 } }, signal }));
      return items.map(({ id, name }) => ({ id, name }));
    },
  });
}
