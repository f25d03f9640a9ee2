/** Two people changed the same thing: what both wanted, and mine where both touched the same value. */
type Plain = Record<string, unknown>;

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * `base` is what both began with. Objects are merged value by value, lists of things with a `key` thing by thing (in my
 * order, what they added at the end); everything else is taken whole.
 */
export function threeWay<T>(mine: T, base: T, theirs: T): T {
  if (isSame(mine, base)) return theirs;
  if (isSame(theirs, base) || isSame(mine, theirs)) return mine;
  if (isKeyedList(mine) && isKeyedList(base) && isKeyedList(theirs)) {
    return mergedLists(mine, base, theirs) as T;
  }
  if (isPlain(mine) && isPlain(base) && isPlain(theirs)) return mergedObjects(mine, base, theirs) as T;
  return mine;
}

function mergedObjects(mine: Plain, base: Plain, theirs: Plain): Plain {
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  return Object.fromEntries(
    names
      .map((name) => [name, threeWay(mine[name], base[name], theirs[name])])
      .filter(([, value]) => value !== undefined),
  );
}

interface Keyed {
  key: string;
}

function mergedLists(mine: Keyed[], base: Keyed[], theirs: Keyed[]): Keyed[] {
  const in_ = (list: Keyed[], key: string) => list.find((each) => each.key === key);
  const merged = mine.map((each) => {
    const before = in_(base, each.key);
    const other = in_(theirs, each.key);
    return before && other ? threeWay(each, before, other) : each;
  });
  return [...merged, ...theirs.filter((each) => !in_(base, each.key) && !in_(mine, each.key))];
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isKeyedList(value: unknown): value is Keyed[] {
  return Array.isArray(value) && value.every((each) => isPlain(each) && typeof each.key === "string");
}
