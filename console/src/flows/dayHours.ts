/** How many hours a usual working day has. Pure. */
interface Hours {
  opens: string;
  closes: string;
}

const USUAL = 9;

export function dayHours(calendar: { hours?: Hours[] } | null | undefined): number {
  const hours = (calendar?.hours ?? []).reduce(
    (sum, { opens, closes }) => sum + clock(closes) - clock(opens),
    0,
  );
  return hours > 0 ? hours : USUAL;
}

function clock(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours + minutes / 60;
}
