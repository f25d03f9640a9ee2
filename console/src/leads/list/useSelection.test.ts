import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import type { LeadRow } from "../types";
import { MOST_SELECTED, useSelection } from "./useSelection";

const rows = Array.from({ length: 600 }, (_, at) => ({ id: `lead_${at}` }) as LeadRow);

test("with Shift all leads between two are chosen, in either direction", () => {
  const { result } = renderHook(() => useSelection(rows));
  act(() => result.current.toggle("lead_5", false));
  act(() => result.current.toggle("lead_2", true));
  expect([...result.current.chosen].sort()).toEqual(["lead_2", "lead_3", "lead_4", "lead_5"]);
});

test("no more leads are chosen than one action takes", () => {
  const { result } = renderHook(() => useSelection(rows));
  act(() => result.current.all());
  expect(result.current.chosen.size).toBe(MOST_SELECTED);
  act(() => result.current.toggle("lead_550", false));
  expect(result.current.chosen.has("lead_550")).toBe(false);
});
