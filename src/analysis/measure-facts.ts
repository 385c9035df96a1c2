import { summarizeConcurrent } from "../metrics/concurrent-work.js";
import type { Measurer } from "../metrics/measurer.js";
import { MMU_WINDOWS } from "../metrics/mutator-utilization.js";
import { summarizePauses } from "../metrics/pause-statistics.js";
import { selectPauses, selectPausesByCause, selectPausesByKind } from "../metrics/select-pauses.js";
import type { Timeline } from "../timeline/timeline.js";
import { formatInstant } from "../units/format-time.js";
import type { Analysis } from "./analysis.js";

type Facts = Pick<Analysis, "jvm" | "span" | "pauses" | "safepoints" | "stalls" | "concurrent" | "overhead" | "heap">;

/** The measured part of the report, without any judgement. Numbers come from the catalog, so that rules and budgets see the same ones. */
export function measureFacts(measurer: Measurer, currentOptions: readonly string[]): Facts {
  const { timeline, window } = measurer.source;
  const number = (name: string): number | null => {
    const { value } = measurer.measure(name);
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  };
  const text = (name: string): string | null => {
    const { value } = measurer.measure(name);
    return typeof value === "string" ? value : null;
  };
  const run = lastRunWithPauses(timeline);
  const jdk = number("jvm.jdk");
  return {
    jvm: {
      version: text("jvm.version"),
      jdk,
      jdkRange: jdk === null ? run?.jvm.jdkRange ?? null : { from: jdk, to: jdk },
      collector: run?.collector ?? null,
      options: currentOptions,
      heapInitialBytes: number("jvm.heapInitialBytes"),
      heapMaxBytes: number("jvm.heapMaxBytes"),
      regionBytes: number("jvm.regionBytes"),
      cpus: number("jvm.cpus"),
      memoryBytes: number("jvm.memoryBytes"),
    },
    span: { start: startOf(timeline), durationMs: number("span.durationMs"), runs: timeline.runs.length },
    pauses: {
      ...summarizePauses(selectPauses(timeline, window)),
      byKind: Object.fromEntries([...selectPausesByKind(timeline, window)].map(([kind, selection]) => [kind, summarizePauses(selection)])),
      byCause: Object.fromEntries([...selectPausesByCause(timeline, window)].map(([cause, selection]) => [cause, summarizePauses(selection)])),
    },
    safepoints: { count: number("safepoints.count"), totalMs: number("safepoints.totalMs"), maxMs: number("safepoints.maxMs"), maxReachMs: number("safepoints.maxReachMs") },
    stalls: { count: number("stalls.count") ?? 0, totalMs: number("stalls.totalMs") ?? 0, maxMs: number("stalls.maxMs") },
    concurrent: { byPhase: Object.fromEntries(summarizeConcurrent(timeline, window)) },
    overhead: {
      pauseRatio: number("overhead.pauseRatio"),
      gcCpuRatio: number("overhead.gcCpuRatio"),
      mmu: MMU_WINDOWS.flatMap(({ name, windowMs }) => {
        const utilization = number(`overhead.mmu${name}`);
        return utilization === null ? [] : [{ windowMs, utilization }];
      }),
    },
    heap: {
      maxUsedBytes: number("heap.maxUsedBytes"),
      allocationRateBytesPerSec: number("heap.allocationRateBytesPerSec"),
      promotionRateBytesPerSec: number("heap.promotionRateBytesPerSec"),
      liveSetBytes: number("heap.liveSetBytes"),
      liveSetTrendBytesPerHour: number("heap.liveSetTrendBytesPerHour"),
      humongousShare: number("heap.humongousShare"),
    },
  };
}

/** The life the report is about: the last one with pauses, else the last one. */
function lastRunWithPauses(timeline: Timeline): Timeline["runs"][number] | undefined {
  const last = timeline.pauses.length === 0 ? -1 : (timeline.pauses.run[timeline.pauses.length - 1] as number);
  return timeline.runs[last] ?? timeline.runs[timeline.runs.length - 1];
}

function startOf({ runs }: Timeline): string | null {
  const first = runs[0];
  if (first === undefined || Number.isNaN(first.clock.epochMs + first.firstMs)) return null;
  return formatInstant(first.clock.epochMs + first.firstMs, first.clock.zoneMinutes);
}
