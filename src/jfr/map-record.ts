import type { Concurrent, GcEvent, Pause, References } from "../events/gc-event.js";
import { type CollectionFacts, isOneStop } from "./collection-facts.js";
import { heapEventsOf, metaspaceOf } from "./heap-events.js";
import { type JfrRecord, numberOf, spanMsOf, textOf, unsignedOf } from "./jfr-record.js";
import { collectionKind, pauseCause, pauseKind } from "./pause-kind.js";
import { threadNameOf } from "./stack-frames.js";

/**
 * The events of the timeline that one record makes, given what all records of its collection tell. Empty for records that
 * only lend facts to others.
 */
export function mapRecord(record: JfrRecord, facts: CollectionFacts, maxTenuringThreshold: number): readonly GcEvent[] {
  const { type, fields, durationMs } = record;
  switch (type) {
    case "GCPhasePause":
      return pauseEvents(record, facts);
    case "GCPhasePauseLevel1":
    case "GCPhasePauseLevel2":
    case "GCPhasePauseLevel3":
    case "GCPhasePauseLevel4":
      return [{ type: "phase", name: (textOf(fields, "name") ?? "?").trim(), depth: Number(type.slice(-1)), durationMs }];
    case "GCPhaseConcurrent":
      return concurrentEvents(record, facts);
    case "GarbageCollection":
    case "ZYoungGarbageCollection":
    case "ZOldGarbageCollection":
      return collectionEvents(record, facts);
    case "YoungGarbageCollection":
      return [{ type: "survivorTarget", desiredBytes: Number.NaN, threshold: numberOf(fields, "tenuringThreshold"), maxThreshold: maxTenuringThreshold }];
    case "GCCPUTime":
      return [{ type: "cpu", userMs: spanMsOf(fields, "userTime"), sysMs: spanMsOf(fields, "systemTime"), realMs: spanMsOf(fields, "realTime") }];
    case "GCReferenceStatistics":
      return referenceEvents(record);
    case "TenuringDistribution":
      return [{ type: "ageRow", age: numberOf(fields, "age"), bytes: unsignedOf(fields, "size"), totalBytes: Number.NaN }];
    case "EvacuationInformation":
      return [copiedBytes(unsignedOf(fields, "bytesCopied"))];
    case "EvacuationFailed":
      return [{ type: "evacuationFailure", what: "evacuation" }];
    case "PromotionFailed":
      return [{ type: "evacuationFailure", what: "promotion" }];
    case "ConcurrentModeFailure":
      return [{ type: "evacuationFailure", what: "concurrentMode" }];
    case "G1AdaptiveIHOP":
      return [ihop(record, "predictedMarkingDuration", "predictedAllocationRate")];
    case "Safepoint":
      return [
        {
          type: "safepoint", operation: textOf(fields, "operation"), reachingMs: numberOf(fields, "reachingMs"),
          cleanupMs: Number.NaN, atSafepointMs: numberOf(fields, "atMs"), leavingMs: numberOf(fields, "leavingMs"), totalMs: durationMs,
        },
      ];
    case "ZAllocationStall":
      return [{ type: "stall", kind: "Allocation Stall", thread: threadNameOf(fields.eventThread), durationMs }];
    case "ZUncommit":
      return [{ type: "uncommit", bytes: unsignedOf(fields, "uncommitted") }];
    case "CPULoad":
      return [cpuLoad(numberOf(fields, "jvmUser"), numberOf(fields, "jvmSystem"), numberOf(fields, "machineTotal"), Number.NaN, Number.NaN)];
    case "ContainerCPUThrottling":
      return [cpuLoad(Number.NaN, Number.NaN, Number.NaN, numberOf(fields, "cpuThrottledSlices"), spanMsOf(fields, "cpuThrottledTime"))];
    case "DataLoss":
      return [{ type: "dropped", count: 1 }];
    default:
      return NONE;
  }
}

const NONE: readonly GcEvent[] = [];

function pauseEvents(record: JfrRecord, facts: CollectionFacts): GcEvent[] {
  const name = textOf(record.fields, "name") ?? "";
  const hasSizes = isOneStop(facts, name);
  const pause: Pause = {
    type: "pause",
    kind: pauseKind(name, facts),
    cause: pauseCause(name, facts),
    beforeBytes: (hasSizes ? facts.heapBefore?.usedBytes : undefined) ?? Number.NaN,
    afterBytes: (hasSizes ? facts.heapAfter?.usedBytes : undefined) ?? Number.NaN,
    committedBytes: (hasSizes ? facts.heapAfter?.committedBytes : undefined) ?? Number.NaN,
    evacuationFailure: null,
    durationMs: record.durationMs,
    userMs: Number.NaN,
    sysMs: Number.NaN,
    realMs: Number.NaN,
  };
  return hasSizes ? [...heapEventsOf(facts), pause] : [pause];
}

/**
 * Shenandoah writes most phases twice, once as its log prints them (`Concurrent marking`) and once capitalized or indented
 * (`Concurrent Marking`, `  Roots`); only the former are kept.
 */
function concurrentEvents(record: JfrRecord, facts: CollectionFacts): Concurrent[] {
  const name = textOf(record.fields, "name") ?? "?";
  if (facts.name === "Shenandoah" && /^ |^Concurrent (Mark Roots|Marking|Scan Remembered Set|Weak References|Strong Roots|Evacuation|Update Refs)/.test(name)) return [];
  return [concurrent(name.trim(), record.durationMs)];
}

function concurrent(phase: string, durationMs: number): Concurrent {
  return { type: "concurrent", phase, durationMs, beforeBytes: Number.NaN, afterBytes: Number.NaN, committedBytes: Number.NaN };
}

const HALVES: ReadonlyMap<string, string> = new Map(Object.entries<string>({
  ZYoungGarbageCollection: "Young Generation", ZOldGarbageCollection: "Old Generation",
}));

/** Sizes of a recording are those of the whole collection, not of its halves. */
function collectionEvents(record: JfrRecord, facts: CollectionFacts): GcEvent[] {
  const half = HALVES.get(record.type);
  const isHalf = half !== undefined;
  const whole: GcEvent = {
    type: "collection",
    kind: half ?? collectionKind(facts),
    cause: isHalf ? null : facts.cause,
    beforeBytes: (isHalf ? undefined : facts.heapBefore?.usedBytes) ?? Number.NaN,
    afterBytes: (isHalf ? undefined : facts.heapAfter?.usedBytes) ?? Number.NaN,
    durationMs: record.durationMs,
    isAborted: false,
  };
  if (isHalf || isOneStop(facts, "GC Pause")) return [whole];
  // G1's log has a line for the whole cycle, over the lines of its parts.
  const cycle = facts.name === "G1Old" ? [concurrent("Concurrent Mark Cycle", record.durationMs)] : [];
  return [...metaspaceOf(facts), ...cycle, whole];
}

function referenceEvents({ fields }: JfrRecord): References[] {
  const strength = /^(Soft|Weak|Final|Phantom)/.exec(textOf(fields, "type") ?? "")?.[1] as References["strength"] | undefined;
  if (strength === undefined) return [];
  return [{ type: "references", strength, discovered: unsignedOf(fields, "count"), processed: Number.NaN }];
}

function copiedBytes(bytes: number): GcEvent {
  const none = Number.NaN;
  return { type: "workerPhase", name: "Copied Bytes", depth: 3, unit: "count", min: none, avg: none, max: none, diff: none, sum: bytes, workers: none };
}

function ihop({ fields }: JfrRecord, markingField: string, rateField: string): GcEvent {
  return {
    type: "ihop",
    thresholdBytes: unsignedOf(fields, "threshold"),
    occupancyBytes: unsignedOf(fields, "currentOccupancy"),
    predictedMarkingMs: textOf(fields, "predictionActive") === "false" ? Number.NaN : spanMsOf(fields, markingField),
    allocationBytesPerSecond: numberOf(fields, rateField),
  };
}

function cpuLoad(user: number, system: number, machine: number, slices: number, throttledMs: number): GcEvent {
  return { type: "cpuLoad", jvmUserShare: user, jvmSystemShare: system, machineShare: machine, throttledSlices: slices, throttledMs };
}
