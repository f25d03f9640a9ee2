/**
 * The interface of `@rc-component/util`'s dynamicCSS over adopted style sheets, which need no `<style>` element and so
 * pass `style-src 'self'` (see build/strictStyles.ts). A detached `<style>` stands for each sheet, since callers mark it.
 */
interface Options {
  mark?: string;
  prepend?: boolean | "queue";
  priority?: number;
  attachTo?: Element;
}

interface Entry {
  name: string;
  /** Sheets are kept in this order; the library's own prepended rules come before the appended ones. */
  rank: number;
  css: string;
  sheet: CSSStyleSheet;
  handle: HTMLStyleElement;
}

const APPENDED = 1_000_000;
const entries: Entry[] = [];

function nameOf(key: string, options: Options): string {
  return `${options.mark ?? "rc-util-key"}:${key}`;
}

function rankOf(options: Options): number {
  return options.prepend ? (options.priority ?? 0) : APPENDED;
}

export function updateCSS(css: string, key: string, options: Options = {}): HTMLStyleElement {
  const name = nameOf(key, options);
  const known = entries.find((entry) => entry.name === name);
  if (known) {
    if (known.css !== css) {
      known.css = css;
      known.sheet.replaceSync(css);
    }
    return known.handle;
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const entry: Entry = { name, rank: rankOf(options), css, sheet, handle: document.createElement("style") };
  const later = entries.findIndex((other) => other.rank > entry.rank);
  const at = later === -1 ? entries.length : later;
  entries.splice(at, 0, entry);
  document.adoptedStyleSheets.splice(at, 0, sheet);
  return entry.handle;
}

export function injectCSS(css: string, options: Options = {}): HTMLStyleElement {
  return updateCSS(css, `injected-${entries.length}-${performance.now()}`, options);
}

export function removeCSS(key: string, options: Options = {}): void {
  const name = nameOf(key, options);
  const at = entries.findIndex((entry) => entry.name === name);
  if (at === -1) return;
  const [gone] = entries.splice(at, 1);
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== gone?.sheet);
}

export function clearContainerCache(): void {}

// What the icons' module exports beside updateCSS.

export function getShadowRoot(element: Node): ShadowRoot | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root : null;
}

export function warningOnce(valid: boolean, message: string): void {
  if (!valid) console.warn(message);
}
