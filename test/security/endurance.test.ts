import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { runCli } from "../cli/run-cli.js";

/*
 * Small inputs that claim much: time, lives, names. Work must follow the number of events, so each of these ends in a
 * second or two; the limit is wide because machines differ, and far below what walking through the claims would take.
 */
const LIMIT_MS = 30_000;
vi.setConfig({ testTimeout: 2 * LIMIT_MS });
const folder = mkdtempSync(join(tmpdir(), "pauseline-endurance-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function analyze(log: string, ...options: string[]): Promise<{ status: number; out: string; err: string; ms: number }> {
  const path = join(folder, "gc.log");
  writeFileSync(path, log);
  const startedAt = performance.now();
  const result = await runCli(["analyze", path, "--format", "json", ...options]);
  return { ...result, ms: performance.now() - startedAt };
}

const USING = "[0.001s][info][gc] Using G1\n";
const young = (id: number, atS: number, cause = "G1 Evacuation Pause", ms = 5): string => `[${atS.toFixed(3)}s][info][gc] GC(${id}) Pause Young (Normal) (${cause}) 100M->20M(256M) ${ms.toFixed(3)}ms\n`;
const lines = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join("");

describe("time that passes costs nothing", () => {
  test.each([1e5, 1e7, 1e9])("a pause each %d s", async (stepS) => {
    const { status, out, ms } = await analyze(USING + lines(100, (i) => young(i, i * stepS)));
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ pauses: { count: 100 } });
    expect(ms).toBeLessThan(LIMIT_MS);
  });

  test("a pause and a request of a century", async () => {
    const requests = join(folder, "requests.csv");
    writeFileSync(requests, `timestamp_ms,latency_ms\n${lines(200, (i) => `${1_767_225_600_000 + i * 100},${i === 100 ? 3e12 : 5 + (i % 7)}\n`)}`);
    const log = lines(100, (i) => `[2026-01-01T00:00:${String(Math.floor(i / 5)).padStart(2, "0")}.${i % 5}00+0000]${young(i, 1 + i / 5, "G1 Evacuation Pause", i === 50 ? 3e12 : 5)}`);
    const { status, ms } = await analyze(log, "--latency", requests, "--slo", "p99=50ms");
    expect(status).toBe(0);
    expect(ms).toBeLessThan(LIMIT_MS);
  });
});

test("clocks that run backwards, stand still, or begin before the JVM give amounts, not nonsense", async () => {
  for (const at of [(i: number) => 1000 - i / 2, () => 5, (i: number) => i / 2 - 100]) {
    const { status, out } = await analyze(USING + lines(200, (i) => young(i, at(i))));
    expect(status).toBe(0);
    const { pauses, span } = JSON.parse(out) as { pauses: { count: number; totalMs: number }; span: { durationMs: number | null } };
    expect(pauses.count).toBe(200);
    expect(pauses.totalMs).toBeCloseTo(1000, 6);
    expect(span.durationMs ?? 0).toBeGreaterThanOrEqual(0);
  }
});

describe("many of everything", () => {
  test("thousands of JVM lives are told apart in time that grows with their number", async () => {
    const { status, out, ms } = await analyze((USING + young(0, 1)).repeat(5000));
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ span: { runs: 5000 }, pauses: { count: 5000 } });
    expect(ms).toBeLessThan(LIMIT_MS);
  });

  test("more lives than any input has are refused", async () => {
    const { status, out, err } = await analyze((USING + young(0, 1)).repeat(50_001));
    expect([status, out]).toEqual([3, ""]);
    expect(err).toContain("more than 50000 JVM lives");
  });

  test("causes and threads that never repeat are counted", async () => {
    const { status, out } = await analyze(USING + lines(20_000, (i) => young(i, i / 100, `Cause ${i}`) + `[${(i / 100).toFixed(3)}s][info][gc] Allocation Stall (thread-${i}) 1.000ms\n`));
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ pauses: { count: 20_000 }, stalls: { count: 20_000 } });
  });

  test.each(["x", "[", "(", "GC(", "\0", ": ", "[0.1s]", "1,", "\\"])("a line of a megabyte of %j", async (filler) => {
    const { status, out, ms } = await analyze(`${USING}${young(0, 1)}[2.000s][info][gc] GC(1) Pause Young ${filler.repeat(1_000_000 / filler.length)}\n${young(2, 3)}`);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ pauses: { count: 2 } });
    expect(ms).toBeLessThan(LIMIT_MS);
  });
});
