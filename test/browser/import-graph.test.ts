import { readdirSync, readFileSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { expect, test } from "vitest";
import { analyzeFiles } from "../../src/browser.js";
import type { Rule } from "../../src/advise/rule.js";
import { analyze } from "../../src/index.js";
import { renderJson } from "../../src/report/json.js";
import { ROOT } from "../support/samples.js";

const BUILTIN = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
const NODE_GLOBALS = /\b(Buffer|process|__dirname|setImmediate)\b\s*[.(]/;
const SRC = join(ROOT, "src");

/** What a module imports when it runs; types are gone by then. */
function importsOf(code: string): readonly string[] {
  const text = code.replace(/\/\*[\s\S]*?\*\//g, "");
  return [...text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(?!type\b)(?:[^;'"]*?from\s+)?"([^"]+)"|\bimport\("([^"]+)"\)|\brequire\(['"]([^'"]+)['"]\)/g)].map((match) => (match[1] ?? match[2] ?? match[3]) as string);
}

/** Every module that the entry reaches: our sources by path, and packages by name. */
function walk(entry: string): { sources: readonly string[]; packages: readonly string[]; builtins: readonly string[] } {
  const sources = new Set<string>();
  const packages = new Set<string>();
  const builtins = new Set<string>();
  const open = [entry];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (sources.has(path)) continue;
    sources.add(path);
    for (const name of importsOf(readFileSync(path, "utf8"))) {
      if (name.startsWith(".")) open.push(join(dirname(path), name).replace(/\.js$/, ".ts"));
      else if (BUILTIN.has(name)) builtins.add(`${relative(SRC, path)} imports ${name}`);
      else packages.add(name);
    }
  }
  return { sources: [...sources].map((path) => relative(SRC, path).split(sep).join("/")), packages: [...packages].toSorted(), builtins: [...builtins] };
}

test("nothing that the entry for pages reaches needs Node", () => {
  const { sources, packages, builtins } = walk(join(SRC, "browser.ts"));
  expect(sources.length).toBeGreaterThan(150);
  expect(sources).toContain("generated/unified-bytes.ts");
  expect(builtins).toEqual([]);
  // One parser of XML, for recordings printed as such.
  expect(packages).toEqual(["saxes"]);
  for (const path of sources.filter((path) => !path.startsWith("input/"))) {
    expect(readFileSync(join(SRC, path), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"/g, ""), path).not.toMatch(NODE_GLOBALS);
  }
});

test("nor do the packages that it uses", () => {
  const require = createRequire(import.meta.url);
  const seen = new Set<string>();
  const open = [require.resolve("saxes")];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const name of importsOf(readFileSync(path, "utf8"))) {
      expect(BUILTIN.has(name), `${path} needs ${name}`).toBe(false);
      open.push(createRequire(path).resolve(name));
    }
  }
  expect(seen.size).toBeGreaterThan(1);
});

test.each(["samples/g1/steady-jdk17/gc.log", "samples/g1/steady-jdk17/recording.jfr.gz", "samples/g1/humongous-jdk21/gc.log.gz", "samples/jfr/jdk21-serial.xml"])("a page gets of %s what the command line gets", async (path) => {
  const rules = readdirSync(join(ROOT, "rules")).filter((name) => name.endsWith(".json") && name !== "rule.schema.json").sort().map((name) => JSON.parse(readFileSync(join(ROOT, "rules", name), "utf8")) as Rule);
  const { analysis } = await analyzeFiles([new File([readFileSync(join(ROOT, path))], path)], { rules, slo: ["p99=50ms"] });
  const usual = await analyze([path], { slo: ["p99=50ms"] });
  expect(renderJson(analysis)).toBe(renderJson(usual));
});

test("a gzip that was cut is read as far as it goes, and says so", async () => {
  const bytes = readFileSync(join(ROOT, "samples/g1/humongous-jdk21/gc.log.gz"));
  const { analysis } = await analyzeFiles([new File([bytes.subarray(0, bytes.length / 2)], "gc.log.gz")], { rules: [] });
  expect(analysis.pauses.count).toBeGreaterThan(0);
  expect(analysis.inputs[0]?.warnings.map(({ code }) => code)).toContain("damaged");
});

test("other archives are refused with what to do", async () => {
  await expect(analyzeFiles([new File([Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)], "logs.zip")], { rules: [] })).rejects.toMatchObject({ message: expect.stringMatching(/nor a gzip/) as string });
});
