import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import en from "./en";
import zhCN from "./zh-CN";

const SOURCES = join(import.meta.dirname, "..");
const PLURAL = /_(zero|one|two|few|many|other)$/;

function flatten(texts: object, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]): [string, string][] =>
      typeof value === "string" ? [[prefix + key, value]] : [...flatten(value as object, `${prefix}${key}.`)],
    ),
  );
}

function keysOf(texts: object): string[] {
  return [...new Set([...flatten(texts).keys()].map((key) => key.replace(PLURAL, "")))].sort();
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "i18n" ? [] : sourceFiles(path);
    return /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const source = sourceFiles(SOURCES)
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");
const domains = Object.keys(zhCN).join("|");
const whole = new Set(source.match(new RegExp(`(?<=["'\`])(${domains})(\\.\\w+)+(?=["'\`])`, "g")));
// Permissions look like keys ("leads.read"), so only what is handed to t() must be one; tsc sees to the rest.
const translated = new Set(
  source.match(new RegExp(`(?<=\\bt\\(\\s*["'\`])(${domains})(\\.\\w+)+(?=["'\`])`, "g")),
);
// `today.step.${id}.title`: everything that begins so is used.
const begun = source.match(new RegExp(`(?<=\`)(${domains})(\\.\\w+)*\\.(?=\\$\\{)`, "g")) ?? [];

test("both languages have the same keys", () => {
  expect(keysOf(en)).toEqual(keysOf(zhCN));
});

test("every key that the source names exists", () => {
  const known = new Set(keysOf(zhCN));
  expect([...translated].filter((key) => !known.has(key))).toEqual([]);
});

test("every key is used", () => {
  const used = (key: string) => whole.has(key) || begun.some((prefix) => key.startsWith(prefix));
  expect(keysOf(zhCN).filter((key) => !used(key))).toEqual([]);
});

test("both languages fill in the same values", () => {
  const blanks = (text: string) => [...new Set(text.match(/{{\s*\w+\s*}}/g))].sort().join();
  const english = flatten(en);
  const differing = [...flatten(zhCN)].filter(([key, text]) => {
    const other = english.get(key);
    return other !== undefined && blanks(other) !== blanks(text);
  });
  expect(differing.map(([key]) => key)).toEqual([]);
});

test("no text is empty and no English text is Chinese", () => {
  expect([...flatten(zhCN), ...flatten(en)].filter(([, text]) => text.trim() === "")).toEqual([]);
  expect([...flatten(en)].filter(([, text]) => /[\u4e00-\u9fff]/.test(text))).toEqual([]);
});
