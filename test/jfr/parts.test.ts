import { describe, expect, test } from "vitest";
import { AllocationSums, planAllocation } from "../../src/jfr/allocation-sums.js";
import { RecordingSettings } from "../../src/jfr/recording-settings.js";
import { WarningList } from "../../src/jfr/recording-report.js";
import { RoundedOrder } from "../../src/jfr/rounded-order.js";
import { SafepointJoin } from "../../src/jfr/safepoint-join.js";
import { type FieldLayout, ValueCode } from "../../src/jfr/type-layout.js";

function warningsOf(...settings: readonly [string, string, string][]): string[] {
  const known = new RecordingSettings();
  for (const setting of settings) known.add(...setting);
  const warnings = new WarningList();
  known.warn(warnings);
  return warnings.finish().map(({ code, message }) => `${code}: ${message}`);
}

describe("settings of a recording", () => {
  test("a threshold or a switched-off event hides pauses; of two recordings the more generous counts", () => {
    expect(warningsOf(["GCPhasePause", "enabled", "true"], ["GCPhasePause", "threshold", "0 ns"])).toEqual([]);
    expect(warningsOf(["GCPhasePause", "enabled", "true"], ["GCPhasePause", "threshold", "20 ms"])[0]).toContain("pauses below 20 ms");
    expect(warningsOf(["GCPhasePause", "enabled", "false"])[0]).toContain("made without jdk.GCPhasePause");
    expect(warningsOf(["GCPhasePause", "enabled", "false"], ["GCPhasePause", "enabled", "true"])).toEqual([]);
    expect(warningsOf(["SafepointBegin", "enabled", "true"], ["SafepointBegin", "threshold", "10 ms"], ["SafepointBegin", "threshold", "0 ns"])).toEqual([]);
    expect(warningsOf(["ThreadPark", "enabled", "false"])).toEqual([]);
  });
});

describe("safepoints", () => {
  const record = (type: string, safepointId: number, startMs: number, durationMs: number) => ({ type, ordinal: 0, startMs, durationMs, fields: { safepointId, safepoint: true, operation: "op" } });

  test("one that has ended leaves with its batch, one that only began waits for the next", () => {
    const join = new SafepointJoin();
    join.take(record("SafepointBegin", 1, 100, 2));
    join.take(record("ExecuteVMOperation", 1, 102, 5));
    join.take(record("SafepointEnd", 1, 107, 1));
    expect(join.closeEnded()).toMatchObject({ startMs: 100, durationMs: 8 });
    join.take(record("SafepointBegin", 2, 200, 1));
    expect(join.closeEnded()).toBeNull();
    join.take(record("ExecuteVMOperation", 2, 201, 4));
    expect(join.closeEnded()).toBeNull();
    expect(join.closeEnded()).toMatchObject({ startMs: 200, durationMs: 5 });
    expect(join.close()).toBeNull();
  });
});

describe("order of records with rounded times", () => {
  const record = (startMs: number, durationMs: number) => ({ type: "x", ordinal: 0, startMs, durationMs, fields: {} });

  test("what may have ended in the printed order keeps it; what clearly ended earlier is moved", () => {
    const order = new RoundedOrder();
    const pause = order.endMsOf(record(227, 24.2)); // ended at 251.2–252.3
    const cpu = order.endMsOf(record(251, 0)); // was written at 251.0–252.0, after the pause
    const late = order.endMsOf(record(100, 3));
    expect(cpu).toBe(pause);
    expect(late).toBeLessThan(pause);
  });
});

describe("allocation samples added up without decoding", () => {
  const field = (name: string, isPooled: boolean): FieldLayout => ({ name, typeId: 9, code: isPooled ? ValueCode.struct : ValueCode.unsignedLong, isPooled, isArray: false, msPerUnit: 1 });
  const fields = [field("startTime", false), field("objectClass", true), field("stackTrace", true), field("weight", false), field("later", false)];

  /** Compressed integers of any width, padded to `width` bytes. */
  const integer = (value: number, width = 1): number[] => {
    const bytes: number[] = [];
    for (let left = value; bytes.length < width || left > 0; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
    bytes.push((bytes.pop() as number) & 127);
    return bytes;
  };

  test("the sums are those of a plain map, with padded and with long integers", () => {
    const plan = planAllocation(fields, "weight");
    expect(plan?.slots).toHaveLength(4);
    if (plan === null) return;
    const sums = new AllocationSums();
    const naive = new Map<string, { bytes: number; samples: number }>();
    for (let i = 0; i < 5_000; i++) {
      const [classKey, stackKey, weight] = [(i * 7) % 900, 2 ** 33 + ((i * 13) % 1_100), 1 + ((i * 31) % 2 ** 20)];
      const body = [...integer(300 + i, 4), ...integer(1_000_000 + i), ...integer(classKey, 1 + (i % 8)), ...integer(stackKey), ...integer(weight, 4), 1];
      const bytes = Uint8Array.from([...integer(body.length + 1), ...body]);
      sums.add(bytes, 0, bytes.length, plan);
      const known = naive.get(`${classKey} ${stackKey}`) ?? { bytes: 0, samples: 0 };
      naive.set(`${classKey} ${stackKey}`, { bytes: known.bytes + weight, samples: known.samples + 1 });
    }
    expect(new Map([...sums].map(({ classKey, stackKey, bytes, samples }) => [`${classKey} ${stackKey}`, { bytes, samples }]))).toEqual(naive);
  });

  test("a field that is no integer before the last wanted one: decode instead", () => {
    expect(planAllocation([{ ...field("name", false), code: ValueCode.string }, ...fields], "weight")).toBeNull();
  });
});
