/** The steps of a flow as a graph from left to right. Pure. */
export interface GraphStep {
  node: string;
  after: readonly string[];
}

export interface Size {
  width: number;
  height: number;
  gapX: number;
  gapY: number;
}

export interface Graph {
  width: number;
  height: number;
  nodes: { node: string; x: number; y: number; column: number }[];
  /** `path`: of an SVG. */
  edges: { from: string; to: string; path: string }[];
}

/** Each step stands in the column behind all that come before it; those of a column in the order of their parents. */
export function graphOf(steps: readonly GraphStep[], size: Size): Graph {
  const columns = columnsOf(steps);
  const rowOf = new Map<string, number>();
  const deepest = Math.max(0, ...columns.values());
  const byColumn = Array.from({ length: deepest + 1 }, (_, column) =>
    steps.filter(({ node }) => columns.get(node) === column),
  );
  const tallest = Math.max(1, ...byColumn.map((each) => each.length));
  for (const column of byColumn) {
    const wanted = (step: GraphStep) => mean(step.after.map((each) => rowOf.get(each) ?? 0));
    const ordered = column
      .map((step, at) => ({ step, at }))
      .sort((one, other) => wanted(one.step) - wanted(other.step) || one.at - other.at);
    const first = (tallest - ordered.length) / 2;
    for (const [row, { step }] of ordered.entries()) rowOf.set(step.node, first + row);
  }
  const nodes = steps.map(({ node }) => {
    const column = columns.get(node) ?? 0;
    return {
      node,
      column,
      x: column * (size.width + size.gapX),
      y: (rowOf.get(node) ?? 0) * (size.height + size.gapY),
    };
  });
  const placed = new Map(nodes.map((each) => [each.node, each]));
  const edges = steps.flatMap(({ node, after }) =>
    after.flatMap((from) => {
      const [one, other] = [placed.get(from), placed.get(node)];
      return one && other ? [{ from, to: node, path: curve(one, other, size) }] : [];
    }),
  );
  return {
    nodes,
    edges,
    width: (deepest + 1) * size.width + deepest * size.gapX,
    height: tallest * size.height + (tallest - 1) * size.gapY,
  };
}

/** The longest way from a beginning. Steps that wait for each other (a draft may have such) stand in the first column. */
function columnsOf(steps: readonly GraphStep[]): Map<string, number> {
  const byId = new Map(steps.map((each) => [each.node, each]));
  const found = new Map<string, number>();
  const visit = (node: string, above: ReadonlySet<string>): number => {
    const known = found.get(node);
    if (known !== undefined) return known;
    const before = (byId.get(node)?.after ?? []).filter(
      (each) => byId.has(each) && !above.has(each) && each !== node,
    );
    const column =
      before.length === 0 ? 0 : 1 + Math.max(...before.map((each) => visit(each, new Set([...above, node]))));
    found.set(node, column);
    return column;
  };
  for (const { node } of steps) visit(node, new Set());
  return found;
}

const mean = (numbers: number[]) =>
  numbers.length === 0 ? 0 : numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

function curve(
  from: { x: number; y: number },
  to: { x: number; y: number },
  { width, height, gapX }: Size,
): string {
  const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x, to.y + height / 2];
  const bend = Math.max(gapX / 2, (x2 - x1) / 2);
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
