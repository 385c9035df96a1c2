import type { Window } from "./metric.js";
import { type PauseRegions, type RegionCounts, visitRegions } from "./pause-regions.js";
import { nameOf, pauseClassOf, selectPauses } from "./select-pauses.js";
import type { Timeline } from "../timeline/timeline.js";

/** One young or mixed collection of G1; NaN for what the log does not tell. */
export interface YoungCollection {
  /** Row of `timeline.pauses`. */
  readonly pause: number;
  readonly startMs: number;
  readonly durationMs: number;
  readonly edenBytes: number;
  readonly survivorBytes: number;
  readonly survivorAfterBytes: number;
  readonly oldBytes: number;
  readonly oldAfterBytes: number;
  readonly humongousBytes: number;
  readonly humongousAfterBytes: number;
  /** Running time since the young collection before, or since a full one where that came later; NaN for the first. */
  readonly intervalMs: number;
  /** Whether a full collection came between, which leaves no survivors. */
  readonly isAfterFull: boolean;
  readonly copiedBytes: number;
  /** The slowest worker's copying, and the whole evacuation. */
  readonly copyingMs: number;
  readonly evacuationMs: number;
  readonly scannedCards: number;
  /** Age above which objects are promoted; NaN when not printed. */
  readonly threshold: number;
  /** Bytes by age, index 0 for age 1; empty without an age table. */
  readonly bytesByAge: readonly number[];
  readonly isMixed: boolean;
  readonly hasFailed: boolean;
  readonly isHumongousCause: boolean;
}

interface Details {
  copiedBytes: number;
  copyingMs: number;
  evacuationMs: number;
  scannedCards: number;
  threshold: number;
  bytesByAge: number[];
}

/** G1's young and mixed collections that begin inside the window of one run, in time order. */
export function readYoungCollections(timeline: Timeline, window: Window): readonly YoungCollection[] {
  const { pauses } = timeline;
  const regionBytes = timeline.runs[window.run ?? 0]?.jvm.regionBytes ?? Number.NaN;
  const regions = new Map<number, Pick<PauseRegions, "before" | "after">>();
  visitRegions(timeline, window, ({ pause, before, after }) => regions.set(pause, { before, after }));
  const { rows } = selectPauses(timeline, window);
  const details = readDetails(timeline, rows[0] ?? 0, rows.at(-1) ?? -1);
  const collections: YoungCollection[] = [];
  let runningSinceMs = Number.NaN;
  let isAfterFull = false;
  for (const row of rows) {
    const pauseClass = pauseClassOf(timeline, row);
    const startMs = pauses.startMs[row] as number;
    const durationMs = pauses.durationMs[row] as number;
    if (pauseClass !== "young" && pauseClass !== "mixed") {
      isAfterFull ||= pauseClass === "full";
      runningSinceMs = pauseClass === "full" ? startMs + durationMs : runningSinceMs + durationMs;
      continue;
    }
    const bytesOf = (side: "before" | "after", space: keyof RegionCounts): number => (regions.get(row)?.[side][space] ?? Number.NaN) * regionBytes;
    const detail = details.get(row) ?? NO_DETAILS;
    collections.push({
      pause: row,
      startMs,
      durationMs,
      edenBytes: bytesOf("before", "Eden"),
      survivorBytes: bytesOf("before", "Survivor"),
      survivorAfterBytes: bytesOf("after", "Survivor"),
      oldBytes: bytesOf("before", "Old"),
      oldAfterBytes: bytesOf("after", "Old"),
      humongousBytes: bytesOf("before", "Humongous"),
      humongousAfterBytes: bytesOf("after", "Humongous"),
      intervalMs: startMs - runningSinceMs,
      isAfterFull,
      ...detail,
      isMixed: pauseClass === "mixed",
      hasFailed: (pauses.evacuationFailure[row] as number) >= 0,
      isHumongousCause: nameOf(timeline, pauses.cause[row] as number) === "G1 Humongous Allocation",
    });
    runningSinceMs = startMs + durationMs;
    isAfterFull = false;
  }
  return collections;
}

const NO_DETAILS: Readonly<Details> = { copiedBytes: Number.NaN, copyingMs: Number.NaN, evacuationMs: Number.NaN, scannedCards: Number.NaN, threshold: Number.NaN, bytesByAge: [] };

/** Names of phases, and the field each fills. Only exact names: the optional parts of a pause have phases of their own. */
const PHASES = { "Copied Bytes": "copiedBytes", "Object Copy": "copyingMs", "Evacuate Collection Set": "evacuationMs", "Scanned Cards": "scannedCards" } as const;

/** What phases and age tables tell of the pauses from one row to another. */
function readDetails(timeline: Timeline, first: number, last: number): ReadonlyMap<number, Readonly<Details>> {
  const { phases, ages } = timeline;
  const details = new Map<number, Details>();
  const detailOf = (pause: number): Details => {
    const known = details.get(pause) ?? { ...NO_DETAILS, bytesByAge: [] };
    details.set(pause, known);
    return known;
  };
  const fields = timeline.names.map((name) => (Object.hasOwn(PHASES, name) ? PHASES[name as keyof typeof PHASES] : undefined));
  for (let row = 0; row < phases.length; row++) {
    const field = fields[phases.name[row] as number];
    const pause = phases.pause[row] as number;
    if (field === undefined || pause < first || pause > last) continue;
    const detail = detailOf(pause);
    const value = phases.valueMs[row] as number;
    // A pause that evacuated optional regions too prints some phases twice.
    detail[field] = Number.isNaN(detail[field]) ? value : detail[field] + value;
  }
  for (let row = 0; row < ages.length; row++) {
    const age = ages.age[row] as number;
    const pause = ages.pause[row] as number;
    if (pause < first || pause > last) continue;
    const detail = detailOf(pause);
    if (age === 0) detail.threshold = ages.threshold[row] as number;
    else detail.bytesByAge[age - 1] = ages.bytes[row] as number;
  }
  for (const detail of details.values()) detail.bytesByAge = Array.from(detail.bytesByAge, (bytes) => bytes ?? 0);
  return details;
}

/**
 * Bytes copied as far as region counts tell: survivors after, and growth of the old generation, each half a region less where
 * it is not zero, because the last region of each is half full on average.
 */
export function copiedFromRegions({ survivorAfterBytes, oldBytes, oldAfterBytes }: YoungCollection, regionBytes: number): number {
  return filledBytes(survivorAfterBytes, regionBytes) + filledBytes(Math.max(0, oldAfterBytes - oldBytes), regionBytes);
}

/** What so many bytes of regions hold when the last one is half full; NaN stays NaN. */
export function filledBytes(bytes: number, regionBytes: number): number {
  return bytes === 0 ? 0 : bytes - regionBytes / 2;
}
