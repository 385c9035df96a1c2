import { test } from "vitest";
import { writeFileSync, mkdirSync } from "node:fs";
import * as S from "./fake-stories.js";
import { FakeTimeline } from "./fake-timeline.js";
import { reduceSeries } from "../../src/report/series.js";
import { chooseCharts } from "../../src/report/charts/index.js";
import { createPngRenderer } from "../../src/report/png.js";
test("render", async () => {
  mkdirSync("/tmp/rp", { recursive: true });
  const png = await createPngRenderer();
  for (const [n, f] of Object.entries({ healthyG1: S.healthyG1, tuneG1: S.tuneG1, stallingZgc: S.stallingZgc, tooLittle: S.tooLittle })) {
    const { timeline, analysis } = f();
    const s = reduceSeries(timeline, analysis);
    for (const c of chooseCharts(s)) writeFileSync(`/tmp/rp/${n}-${c.name}.png`, png.render(c.build(s)));
  }
  const base = S.healthyG1();
  for (const n of [10_000, 10_000_000]) {
    const f64 = () => new Float64Array(n).fill(Number.NaN); const i32 = (v: number) => new Int32Array(n).fill(v);
    const startMs = f64(), durationMs = f64();
    for (let i = 0; i < n; i++) { startMs[i] = i * 10; durationMs[i] = 1 + (i * 7919 % 1000) / 100; }
    const tl = new FakeTimeline(); tl.name("Young (Normal)"); tl.name("Full");
    const kind = i32(0); kind[5] = 1;
    const t = tl.build(n * 10, { pauses: { length: n, startMs, durationMs, kind, cause: i32(-1), gcId: i32(0), beforeBytes: f64().fill(2e9), afterBytes: f64().fill(1e9), committedBytes: f64(), userMs: f64(), sysMs: f64(), realMs: f64(), evacuationFailure: i32(-1), generation: i32(0), workers: i32(0), witness: i32(1), input: i32(0), line: i32(1), run: i32(0) } as never });
    const c0 = process.cpuUsage(); const s = reduceSeries(t, base.analysis); const c1 = process.cpuUsage(c0);
    const d0 = process.cpuUsage(); png.render(chooseCharts(s)[0]!.build(s)); const d1 = process.cpuUsage(d0);
    console.log(n, "reduce ms", c1.user / 1000, "draw ms", d1.user / 1000, "json", JSON.stringify(s).length);
  }
}, 120000);
