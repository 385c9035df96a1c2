import { describe, expect, test } from "vitest";
import { valueOf } from "../support/metric-source.js";

/*
 * Figures at the edges of their definitions, each worked out by hand: what is exactly on a limit, where nothing happened,
 * and where a clock does not begin at zero.
 */
const MB = 2 ** 20;
const young = (startMs: number, durationMs = 10) => ({ startMs, durationMs, kind: "Young (Normal)" });

test("12 young pauses in 6 s are 2 a second", () => {
  expect(valueOf("g1.youngPerSecond", { collector: "G1", lastMs: 6000, pauses: Array.from({ length: 12 }, (_, i) => young(i * 500)) })).toBeCloseTo(2, 12);
});

describe("minimum mutator utilization", () => {
  const late = { runs: [{ firstMs: 100_000, lastMs: 100_500 }], pauses: [young(100_100, 50)] };

  test("a run of half a second has no window of a second, however late it began", () => {
    expect(valueOf("overhead.mmu1s", late)).toBeNull();
  });

  test("a pause as long as half of the window leaves half of it", () => {
    expect(valueOf("overhead.mmu100ms", late)).toBeCloseTo(0.5, 12);
  });
});

describe("allocation", () => {
  const pause = (startMs: number, beforeMb: number, afterMb: number) => ({ ...young(startMs), beforeBytes: beforeMb * MB, afterBytes: afterMb * MB });

  test("nothing allocated is a rate of 0, which is known", () => {
    expect(valueOf("heap.allocationRateBytesPerSec", { collector: "Serial", pauses: [pause(0, 50, 20), pause(1000, 20, 20), pause(2000, 20, 20)] })).toBe(0);
  });

  test("more vanished than was allocated tells no rate, nor does such a window count for the usual one", () => {
    const description = { collector: "Serial" as const, lastMs: 8000, pauses: [pause(0, 90, 80), pause(7000, 40, 30)] };
    expect(valueOf("heap.allocationRateBytesPerSec", description)).toBeNull();
    expect(valueOf("heap.allocationRateP50BytesPerSec", description)).toBeNull();
  });

  test("a pause each day for a year: the usual rate is that of the days", () => {
    const day = 86_400_000;
    const description = { collector: "Serial" as const, pauses: Array.from({ length: 365 }, (_, i) => pause(i * day, 110, 10)) };
    expect(valueOf("heap.allocationRateP50BytesPerSec", description)).toBeCloseTo((100 * MB) / ((day - 10) / 1000), 3);
  });
});

describe("collections", () => {
  test("count by GC id, also where an id is damaged", () => {
    const gcIds = [0, 1, 1, 2, 2_147_483_646, 2_147_483_646, 2_147_483_645];
    expect(valueOf("collections.count", { pauses: gcIds.map((gcId, i) => ({ ...young(i * 100), gcId })) })).toBe(5);
  });

  test("count each life's ids apart", () => {
    const description = { runs: [{ lastMs: 300 }, { lastMs: 300 }], pauses: [0, 1].flatMap((run) => [0, 1, 2].map((gcId) => ({ ...young(gcId * 100), gcId, run }))) };
    expect(valueOf("collections.count", description)).toBe(6);
  });
});
