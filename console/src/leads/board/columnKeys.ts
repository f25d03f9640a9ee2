import type { KeyboardCoordinateGetter } from "@dnd-kit/core";

/** With the arrow keys a lifted card goes to the column beside the one it is over. */
export const toNextColumn: KeyboardCoordinateGetter = (event, { currentCoordinates, context }) => {
  const step = event.code === "ArrowRight" ? 1 : event.code === "ArrowLeft" ? -1 : 0;
  if (step === 0) return undefined;
  event.preventDefault();
  const columns = context.droppableContainers
    .getEnabled()
    .map(({ id }) => ({ id, rect: context.droppableRects.get(id) }))
    .filter((each): each is { id: typeof each.id; rect: NonNullable<typeof each.rect> } => Boolean(each.rect))
    .sort((one, other) => one.rect.left - other.rect.left);
  const middle = currentCoordinates.x + (context.collisionRect?.width ?? 0) / 2;
  const here = columns.findIndex(({ rect }) => middle >= rect.left && middle < rect.right);
  const target = columns[Math.min(columns.length - 1, Math.max(0, here + step))];
  if (!target) return undefined;
  // A column that is out of sight is brought into it; the card stays at its height.
  context.droppableContainers
    .get(target.id)
    ?.node.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  const now =
    context.droppableContainers.get(target.id)?.node.current?.getBoundingClientRect() ?? target.rect;
  return { x: now.left + 8, y: Math.max(now.top + 60, currentCoordinates.y) };
};
