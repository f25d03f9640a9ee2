import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { isProblem } from "../../api/problem";
import type { Stage } from "../../settings/setup/types";
import { problemText } from "../../ui/problems";
import { useDay } from "../../workspace/dayContext";
import { moveStage } from "../act/calls";
import { Clash } from "../act/clash";
import { acceptLead, mapRows, type Pages } from "../cache";
import { LIST_KEY, PIPELINE_KEY, readLead } from "../queries";
import type { Cell, LeadRow, LeadView, Tagged } from "../types";
import { movedCells } from "./totals";

interface Move {
  lead: LeadRow;
  to: Stage;
  body: Schemas["StageMove"];
  /** Chosen after a clash: whatever the stage is now. */
  inSpite?: Tagged;
}

/** A card in another column: at once, back again when it is refused; a clash is the person's to decide. */
export function useBoardMove() {
  const cache = useQueryClient();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { nameOf } = useDay();
  const [clash, setClash] = useState<{ clash: Clash; move: Move } | null>(null);
  const moving = useMutation({
    mutationFn: send,
    onMutate: async ({ lead, to }: Move) => {
      await cache.cancelQueries({ queryKey: LIST_KEY });
      const lists = cache.getQueriesData<Pages>({ queryKey: LIST_KEY });
      const cells = cache.getQueryData<Cell[]>(PIPELINE_KEY);
      for (const [key, pages] of lists) {
        if (pages?.pages) cache.setQueryData<Pages>(key, inColumn(pages, stageOf(key), lead, to));
      }
      if (cells) cache.setQueryData(PIPELINE_KEY, movedCells(cells, lead, to.id));
      return { lists, cells };
    },
    onSuccess: (after, { to }) => {
      acceptLead(cache, after);
      setClash(null);
      void message.success(t("today.done.stage", { stage: nameOf(to) }));
    },
    onError: (error, move, before) => {
      for (const [key, pages] of before?.lists ?? []) cache.setQueryData(key, pages);
      if (before?.cells) cache.setQueryData(PIPELINE_KEY, before.cells);
      if (error instanceof Clash) {
        setClash({ clash: error, move });
        return;
      }
      void message.error(t("leads.board.refused", { reason: problemText(error, t) }), 6);
      if (isProblem(error) && error.status > 0) void cache.invalidateQueries({ queryKey: LIST_KEY });
    },
  });
  return {
    move: (move: Move) => moving.mutate(move),
    isPending: moving.isPending,
    clash: clash?.clash ?? null,
    keepMine: () => clash && moving.mutate({ ...clash.move, inSpite: clash.clash.newest }),
    takeTheirs: () => {
      setClash(null);
      void cache.invalidateQueries({ queryKey: LIST_KEY });
      void cache.invalidateQueries({ queryKey: PIPELINE_KEY });
    },
  };
}

/** A row has no version, so the lead is read first: a stage that is not the one on the card is a clash. */
async function send({ lead, to, body, inSpite }: Move): Promise<Tagged> {
  const newest = inSpite ?? (await readLead(lead.id));
  if (!inSpite && newest.body.stage !== lead.stage) throw clashOf(lead, newest, to);
  try {
    return await moveStage(lead.id, body)(newest.etag);
  } catch (error) {
    if (!isProblem(error, "stale_version")) throw error;
    const again = await readLead(lead.id);
    if (again.body.stage !== newest.body.stage) throw clashOf(lead, again, to);
    return moveStage(lead.id, body)(again.etag);
  }
}

function clashOf(lead: LeadRow, newest: Tagged, to: Stage): Clash {
  // What the card knows; of the rest nothing is said.
  const base = { ...newest.body, ...lead, stage_kind: newest.body.stage_kind } as LeadView;
  return new Clash(base, newest, { stage: to.id });
}

/** The stage that a list of the cache is about. */
function stageOf(key: readonly unknown[]): string | undefined {
  return (key[2] as { stage?: string } | undefined)?.stage;
}

function inColumn(pages: Pages, column: string | undefined, lead: LeadRow, to: Stage): Pages {
  const moved: LeadRow = { ...lead, stage: to.id, stage_kind: to.kind };
  if (column === undefined) return mapRows(pages, (row) => (row.id === lead.id ? moved : row));
  const without = {
    ...pages,
    pages: pages.pages.map((page) => ({ ...page, items: page.items.filter((row) => row.id !== lead.id) })),
  };
  const [first, ...rest] = without.pages;
  if (column !== to.id || !first) return without;
  return { ...without, pages: [{ ...first, items: [moved, ...first.items] }, ...rest] };
}
