import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { measureFacts } from "../../src/analysis/measure-facts.js";
import { METRICS } from "../../src/metrics/catalog.js";
import { createMeasurer } from "../../src/metrics/measurer.js";
import { WHOLE } from "../../src/metrics/wall-time.js";
import type { Timeline } from "../../src/timeline/timeline.js";
import { readText } from "../support/read-text.js";

/** A real log, repeated as one longer run would be: later stamps, later ids. */
function grownLog(rounds: number): string {
  const lines = gunzipSync(readFileSync(new URL("../../samples/g1/evacuation-failure-jdk17/gc.log.gz", import.meta.url))).toString("latin1").split("\n").filter(Boolean);
  const head = lines.findIndex((line) => line.includes("GC(0)"));
  const uptimeS = (line: string): number => Number(/\[(\d+\.\d{3})s\]/.exec(line)?.[1] ?? 0);
  const lastS = uptimeS(lines.at(-1) as string) + 1;
  const ids = 1 + Math.max(...lines.map((line) => Number(/GC\((\d+)\)/.exec(line)?.[1] ?? 0)));
  const shifted = (round: number): readonly string[] =>
    (round === 0 ? lines : lines.slice(head)).map((line) =>
      line.replace(/^\[[^\]]*\]/, "").replace(/\[(\d+\.\d{3})s\]/, (_, s: string) => `[${(Number(s) + round * lastS).toFixed(3)}s]`).replace(/GC\((\d+)\)/, (_, id: string) => `GC(${Number(id) + round * ids})`),
    );
  return Array.from({ length: rounds }, (_, round) => shifted(round).join("\n")).join("\n");
}

/** The timeline with every cell that is read counted, whoever reads it. */
function countReads(timeline: Timeline): { readonly timeline: Timeline; readonly reads: () => number } {
  let reads = 0;
  const watched = <T extends object>(table: T): T =>
    Object.fromEntries(
      Object.entries(table).map(([name, column]: [string, unknown]) => [
        name,
        ArrayBuffer.isView(column)
          ? new Proxy(column as Float64Array, {
              get(target, key) {
                if (typeof key === "string" && key.charCodeAt(0) <= 57) reads++;
                const value: unknown = Reflect.get(target, key, target);
                return typeof value === "function" ? value.bind(target) : value;
              },
            })
          : column,
      ]),
    ) as T;
  const tables = ["pauses", "concurrent", "collections", "safepoints", "stalls", "phases", "regions", "metaspaces", "marks"] as const;
  return { timeline: { ...timeline, ...Object.fromEntries(tables.map((name) => [name, watched(timeline[name])])) }, reads: () => reads };
}

async function readsFor(rounds: number): Promise<number> {
  const read = await readText(grownLog(rounds));
  const { timeline, reads } = countReads(read.timeline);
  const measurer = createMeasurer({ timeline, window: WHOLE, steady: WHOLE, given: { slo: [{ name: "p99", quantile: 0.99, limitMs: 50 }], heapMaxBytes: null, memoryBytes: null, jdk: null, cpus: null, options: null, objective: null } });
  for (const { name } of METRICS) measurer.measure(name);
  measureFacts(measurer, []);
  return reads();
}

test("all metrics of ten times the log read at most little more than ten times as many cells", async () => {
  const [once, tenfold] = [await readsFor(1), await readsFor(10)];
  expect(once).toBeGreaterThan(1000);
  expect(tenfold / once).toBeLessThan(13);
});
