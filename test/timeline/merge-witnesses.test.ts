import { describe, expect, test } from "vitest";
import { readInputs } from "../../src/analysis/read-inputs.js";
import { resolveInputs } from "../../src/input/resolve-inputs.js";
import { mergeWitnesses } from "../../src/timeline/merge-witnesses.js";
import type { Clock } from "../../src/timeline/timeline.js";
import { timelineOf } from "../support/timeline-builder.js";
import { readTruth } from "../support/samples.js";

const SAMPLE = "samples/g1/steady-jdk17";

test("a log and a recording of one run: every pause once, each saying who saw it", async () => {
  const { timeline, witnesses } = await readInputs(await resolveInputs([`${SAMPLE}/recording.jfr.gz`, `${SAMPLE}/gc.log`]));
  const truth = readTruth("g1/steady-jdk17");
  const recorded = truth.recording?.count ?? 0;
  expect(timeline.pauses.length).toBe(truth.expect.pauseCount);
  expect(witnesses).toMatchObject({ both: recorded, logOnly: truth.expect.pauseCount - recorded, recordingOnly: 0, differingCount: 0 });
  expect(Array.from(timeline.pauses.witness).filter((witness) => witness === 3)).toHaveLength(recorded);
  // The log alone has no command line; the recording tells it.
  expect(timeline.runs[0]?.jvm.options).toContain("-Xmx256m");
  expect(timeline.seen.has("cpuLoad")).toBe(true);
});

const WALL: Clock = { isUptime: true, epochMs: 1_000_000, zoneMinutes: 0, quality: "given" };
const NO_WALL: Clock = { isUptime: true, epochMs: Number.NaN, zoneMinutes: 0, quality: "given" };

describe("two witnesses on one clock", () => {
  test("the log's wall clock places the recording, whose zero is elsewhere", () => {
    const log = timelineOf({ runs: [{ clock: WALL }], pauses: [{ startMs: 100, durationMs: 10, gcId: 0 }, { startMs: 500, durationMs: 20, gcId: 1 }] });
    const recording = timelineOf({ runs: [{ clock: { ...WALL, epochMs: 1_000_074 } }], pauses: [{ startMs: 426, durationMs: 20, gcId: 1 }, { startMs: 826, durationMs: 30, gcId: 2 }] });
    const { timeline, report } = mergeWitnesses(log, recording);
    expect(report).toMatchObject({ both: 1, logOnly: 1, recordingOnly: 1 });
    expect([...timeline.pauses.startMs]).toEqual([100, 500, 900]);
  });

  test("without a wall clock and ids the shift under which most pauses meet is found", () => {
    const starts = [100, 730, 1900, 2400, 4100];
    const log = timelineOf({ runs: [{ clock: NO_WALL }], pauses: starts.map((startMs) => ({ startMs, durationMs: 10, gcId: -1 })) });
    const recording = timelineOf({ runs: [{ clock: NO_WALL }], pauses: starts.map((startMs) => ({ startMs: startMs - 150, durationMs: 10, gcId: -1 })) });
    expect(mergeWitnesses(log, recording).report).toMatchObject({ both: 5, logOnly: 0, recordingOnly: 0 });
  });

  test("a stop that the recording splits in two stays one", () => {
    const log = timelineOf({ runs: [{ clock: WALL }], pauses: [{ startMs: 100, durationMs: 90, gcId: 4 }] });
    const recording = timelineOf({ runs: [{ clock: WALL }], pauses: [{ startMs: 100.2, durationMs: 89, gcId: 4 }, { startMs: 110, durationMs: 75, gcId: 5 }] });
    const { timeline, report } = mergeWitnesses(log, recording);
    expect(timeline.pauses.length).toBe(1);
    expect(report).toMatchObject({ both: 1, recordingOnly: 0 });
    expect(report.disagreements.join()).toContain("parts of a stop");
  });

  test("a difference of more than 1 ms and 2 % is told with its likely reason, a smaller one is not", () => {
    const log = timelineOf({ runs: [{ clock: WALL }], pauses: [{ startMs: 100, durationMs: 12, gcId: 0 }, { startMs: 900, durationMs: 100, gcId: 1 }] });
    const recording = timelineOf({ runs: [{ clock: WALL }], pauses: [{ startMs: 95, durationMs: 325, gcId: 0 }, { startMs: 900, durationMs: 101.5, gcId: 1 }] });
    const { report } = mergeWitnesses(log, recording);
    expect(report.differingCount).toBe(1);
    expect(report.disagreements[0]).toContain("GC(0) log 12.000 ms, recording 325.000 ms");
  });
});
