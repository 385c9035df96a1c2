import type { HeapCurve, HeapCurvePoint } from "../analysis/analysis.js";
import type { CollectionModel, G1Model, Refusal, ZgcModel } from "./collection-model.js";
import { intervalFactor, scopeFactor } from "./interval-factors.js";
import { ZGC_CPU_FACTOR } from "./predict-zgc.js";
import { predictG1Point } from "./predict-g1-point.js";
import { hasFailures, LEAST_OF_LIVE, mayFail, MOST_OF_HEAP, refuseChange, refuseQuestion, youngChange } from "./refuse-g1.js";

const POINTS = 24;

/**
 * What collecting costs by the size of the heap, from 1.5 times the live set to 2.2 times the present heap: the cost falls as
 * free space grows. Ranges are those of an answer about another heap. Refused where the young size does not follow the heap,
 * and where the present heap is outside that range already.
 */
export function overheadAgainstHeap(model: CollectionModel): HeapCurve | Refusal {
  const { heapBytes, liveBytes, kind } = model;
  if (kind === "Parallel") return { refused: "Parallel changes how it divides the heap, so that its cost does not follow free space" };
  const refusal = kind === "G1" ? refuseQuestion(model, "heap", {}) : null;
  if (refusal !== null) return { refused: refusal };
  const fromBytes = LEAST_OF_LIVE * liveBytes;
  const toBytes = MOST_OF_HEAP * heapBytes;
  if (!(liveBytes > 0) || fromBytes >= heapBytes) return { refused: `the heap is less than ${LEAST_OF_LIVE} times what stays alive, which was never tested` };
  const heaps = Array.from({ length: POINTS }, (_, i) => fromBytes * (toBytes / fromBytes) ** (i / (POINTS - 1)));
  const points = [...heaps, heapBytes].sort((a, b) => a - b).map((bytes): HeapCurvePoint => {
    const cost = kind === "G1" ? g1Cost(model, bytes) : zgcCost(model, (heapBytes - liveBytes) / (bytes - liveBytes));
    return { heapBytes: Math.round(bytes), ...cost, isNow: bytes === heapBytes, mayFail: kind === "G1" && mayFail(model, "heap", { heapBytes: bytes }) };
  });
  return { points, note: noteOf(model) };
}

type Cost = Pick<HeapCurvePoint, "pauseShare" | "gcCpuCores">;

/** The same as the answer to the question about this heap; at the present heap the measured values. */
function g1Cost(model: G1Model, heapBytes: number): Cost {
  const { figures, edenBytes } = predictG1Point(model, "heap", { heapBytes });
  const isUntested = refuseChange(model, edenBytes) !== null;
  const costOf = (figure: "pauseShare" | "gcCpuCores"): HeapCurvePoint["pauseShare"] => {
    const value = heapBytes === model.heapBytes ? model.now[figure] : figures[figure];
    const factor = intervalFactor(model, "heap", figure, youngChange(model, edenBytes));
    return value === null || factor === null || isUntested || model.now[figure] === null ? null : rangeOf(value, factor, figure === "pauseShare" ? 1 : Number.POSITIVE_INFINITY);
  };
  return { pauseShare: costOf("pauseShare"), gcCpuCores: costOf("gcCpuCores") };
}

function zgcCost(model: ZgcModel, ratio: number): Cost {
  const { gcCpuCores } = model.now;
  return { pauseShare: null, gcCpuCores: gcCpuCores === null ? null : rangeOf(gcCpuCores * ratio, ZGC_CPU_FACTOR * scopeFactor(model), Number.POSITIVE_INFINITY) };
}

function rangeOf(value: number, factor: number, most: number): NonNullable<HeapCurvePoint["pauseShare"]> {
  const expected = Math.min(most, value);
  return { expected, low: expected / factor, high: Math.min(most, expected * factor) };
}

function noteOf(model: G1Model | ZgcModel): string {
  const widened = model.outsideScope.length === 0 ? "" : ` Ranges are widened, because they were measured under other conditions (here: ${model.outsideScope.join("; ")}).`;
  if (model.kind === "ZGC") return `Collections and CPU of ZGC fall with free space; stalls are not predicted.${widened}`;
  const failures = hasFailures(model) ? " The present values include evacuation failures or full collections." : "";
  return `Share of time paused falls with free space, CPU with the number of marking cycles as well: the direction is safe, the size is not.${failures}${widened}`;
}
