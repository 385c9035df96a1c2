import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../support/samples.js";

/** Folders in the order in which the data flows. A folder imports only from itself, from folders to its left and from leaves. */
const FLOW = ["events", "input", "lines", "legacy", "jfr", "jvm-options", "timeline", "metrics", "latency", "correlate", "predict", "advise", "analysis", "report", "gate", "cli"];
/** May be imported from everywhere and import nothing but each other. `generated` is written by the build, from the grammar. */
const LEAVES = ["errors", "units", "statistics", "schema", "generated"];
/** The shape of the result is what every stage fills in; the file holds types alone. */
const RESULT_TYPES = "analysis/analysis.js";
/** Folders that may use Node; the rest also runs in a browser. */
const NODE_FOLDERS = new Set(["input", "cli"]);
const NODE_FILES = new Set(["index.ts", "report/png.ts", "advise/read-rules.ts", "latency/csv-rows.ts"]);

const SOURCES = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.startsWith("generated"))
  .map((path) => path.split(sep).join("/"));

function importsOf(path: string): readonly { from: string; isType: boolean }[] {
  const text = readFileSync(join(ROOT, "src", path), "utf8");
  return [...text.matchAll(/(?:^|\n)\s*(import|export)\s+(type\s)?[^;'"]*?from\s+"([^"]+)"|import\("([^"]+)"\)/g)].map((match) => ({ from: match[3] ?? match[4] ?? "", isType: match[2] !== undefined }));
}

describe("layers", () => {
  test.each(SOURCES)("%s imports only from its left", (path) => {
    const folder = path.split("/")[0] as string;
    for (const { from, isType } of importsOf(path)) {
      if (!from.startsWith(".")) continue;
      const target = relative(join(ROOT, "src"), join(ROOT, "src", path, "..", from)).split(sep).join("/");
      const other = target.split("/")[0] as string;
      if (!target.includes("/") || other === folder || LEAVES.includes(other) || folder === "cli" || path === "index.ts" || path === "browser.ts") continue;
      if (isType && target === RESULT_TYPES) continue;
      if (LEAVES.includes(folder)) expect(isType && other === "events", `leaf imports ${target}`).toBe(true);
      else expect(FLOW.indexOf(other), `${path} imports ${target}`).toBeLessThan(FLOW.indexOf(folder));
    }
  });

  test.each(SOURCES.filter((path) => !NODE_FOLDERS.has(path.split("/")[0] as string) && !NODE_FILES.has(path)))("%s runs without Node", (path) => {
    expect(importsOf(path).filter(({ from, isType }) => from.startsWith("node:") && !isType)).toEqual([]);
  });

  test.each(SOURCES.filter((path) => !path.startsWith("cli/") && !NODE_FILES.has(path)))("%s leaves process and console alone", (path) => {
    const code = readFileSync(join(ROOT, "src", path), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "");
    expect(code).not.toMatch(/\b(process|console)\s*\./);
  });
});
