/** Small preferences of this browser. Storage may be forbidden; they then last until the page is left. */
export function readKept(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(`gp.leads.${name}`) ?? "null");
  } catch {
    return null;
  }
}

export function keep(name: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(`gp.leads.${name}`);
    else localStorage.setItem(`gp.leads.${name}`, JSON.stringify(value));
  } catch {
    // See above.
  }
}
