import type { CollectionModel, Refusal } from "./collection-model.js";

/** What collecting costs by the size of the heap. */
export interface HeapCurve {
  readonly points: readonly HeapCurvePoint[];
  readonly note: string;
}

/** Cost at one heap: share of time paused (null where not told), and CPU in cores between two bounds. */
export interface HeapCurvePoint {
  readonly heapBytes: number;
  readonly pauseShare: number | null;
  readonly gcCpuCores: { readonly low: number; readonly high: number } | null;
  readonly isNow: boolean;
}

/** The range of heaps that was tested: from this multiple of the live set to this multiple of the present heap. */
const LEAST_OF_LIVE = 1.5;
const MOST_OF_NOW = 2.2;
const POINTS = 15;
/** Cost ∝ 1 ÷ free space to this power: 1 for pause share and for ZGC; for the CPU of G1 it lay between 1 and 2. */
const CPU_POWER = { G1: 2, ZGC: 1, Parallel: 1 } as const;

/**
 * The overhead against the heap, from 1.5 times the live set to 2.2 times the present heap: cost falls as free space
 * grows. Refused where the young size does not follow the heap, or where the present heap is outside that range already.
 */
export function overheadAgainstHeap(model: CollectionModel): HeapCurve | Refusal {
  const { heapBytes, liveBytes, now, kind } = model;
  if (kind === "Parallel") return { refused: "Parallel changes how it divides the heap, so that its cost does not follow free space" };
  if (kind === "G1" && model.sizing !== "free") return { refused: "the young generation is fixed or far smaller than free space allows, so that the cost does not follow the heap" };
  const fromBytes = LEAST_OF_LIVE * liveBytes;
  const toBytes = MOST_OF_NOW * heapBytes;
  if (!(liveBytes > 0) || fromBytes >= heapBytes) return { refused: "the heap is less than 1.5 times what stays alive, which was never tested" };
  const heaps = Array.from({ length: POINTS }, (_, i) => fromBytes * (toBytes / fromBytes) ** (i / (POINTS - 1)));
  const points = [...heaps, heapBytes].sort((a, b) => a - b).map((bytes): HeapCurvePoint => {
    const ratio = (heapBytes - liveBytes) / (bytes - liveBytes);
    const powers = [ratio, ratio ** CPU_POWER[kind]];
    return {
      heapBytes: Math.round(bytes),
      pauseShare: kind === "ZGC" || now.pauseShare === null ? null : Math.min(1, now.pauseShare * ratio),
      gcCpuCores: now.gcCpuCores === null ? null : { low: now.gcCpuCores * Math.min(...powers), high: now.gcCpuCores * Math.max(...powers) },
      isNow: bytes === heapBytes,
    };
  });
  const note = kind === "G1"
    ? "Share of time paused falls with free space, CPU with its first to second power; single runs were off by up to a factor of two."
    : "Collections and CPU of ZGC fall with free space; stalls are not predicted.";
  return { points, note };
}
