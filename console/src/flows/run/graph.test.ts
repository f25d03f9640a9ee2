import { expect, test } from "vitest";
import { graphOf } from "./graph";

const SIZE = { width: 100, height: 40, gapX: 20, gapY: 10 };
const step = (node: string, ...after: string[]) => ({ node, after });
const at = (graph: ReturnType<typeof graphOf>, node: string) =>
  graph.nodes.find((each) => each.node === node);

test("steps in a row stand on one line", () => {
  const graph = graphOf([step("a"), step("b", "a"), step("c", "b")], SIZE);
  expect(graph.nodes.map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [120, 0],
    [240, 0],
  ]);
  expect(graph).toMatchObject({ width: 340, height: 40 });
});

test("branches stand below each other, and the join behind the longest of them", () => {
  const graph = graphOf(
    [step("a"), step("b", "a"), step("c", "a"), step("d", "c"), step("e", "b", "d")],
    SIZE,
  );
  expect(at(graph, "b")?.x).toBe(at(graph, "c")?.x);
  expect(at(graph, "b")?.y).not.toBe(at(graph, "c")?.y);
  expect(at(graph, "e")?.column).toBe(3);
  expect(graph.edges.map(({ from, to }) => `${from}${to}`)).toEqual(["ab", "ac", "cd", "be", "de"]);
});

test("no two steps stand on the same place", () => {
  const graph = graphOf([step("a"), step("b"), step("c"), step("d", "a", "c"), step("e", "b")], SIZE);
  expect(new Set(graph.nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(5);
});

test("a draft in which steps wait for each other, or for none that there is, is drawn too", () => {
  const graph = graphOf([step("a", "b"), step("b", "a"), step("c", "gone"), step("d", "d")], SIZE);
  expect(graph.nodes).toHaveLength(4);
  expect(graph.edges.some(({ from }) => from === "gone")).toBe(false);
});
