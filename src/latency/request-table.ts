import { nearestRank, selectNearestRank } from "../statistics/quantile.js";
import { formatMs } from "../units/format-time.js";
import { formatCount } from "../units/format-quantity.js";
import type { OverallLatency, RequestSeries, StampZone } from "./latency-series.js";
import type { LatencyOptions, LatencySource } from "./latency-source.js";

/** About 340 MB. */
const MOST_ROWS = 20_000_000;
const FIRST_CAPACITY = 4096;
/** Fewer stamps than this may all be whole seconds by accident. */
const LEAST_FOR_STEP = 20;

/** What a reader knows about its rows once all are read. */
export interface RequestFacts {
  readonly format: string;
  /** What the stamp means where the rows do not show it. */
  readonly stampMeaning: "start" | "end";
  /** "written": rows were written when requests ended, so that their order can show what the stamp means. "unknown": no conclusion from order. */
  readonly order: "written" | "unknown";
  readonly zone: StampZone;
  readonly isServerSide?: boolean;
  readonly workers?: number | undefined;
  readonly unitNote: string;
  readonly notes?: readonly string[];
}

/** Collects requests of a file in bounded memory and finds out what their stamps mean. */
export class RequestTable {
  length = 0;
  private stampMs = new Float64Array(FIRST_CAPACITY);
  private latencyMs = new Float64Array(FIRST_CAPACITY);
  private failed = new Uint8Array(FIRST_CAPACITY);
  private rowsSeen = 0;
  private failures = 0;
  private rowsWithoutValue = 0;
  private thinned: { belowMs: number; weight: number } | null = null;
  private stepMs = 1000;
  private writtenStepMs = Number.POSITIVE_INFINITY;
  private readonly stampOrder = new OrderCheck();
  private readonly endOrder = new OrderCheck();

  constructor(private readonly mostRows = MOST_ROWS) {}

  /** Adds a request. `stampMs` is what the file says, start or end. Rows without a usable time or latency are counted only. */
  append(stampMs: number, latencyMs: number, isFailed = false): void {
    if (!Number.isFinite(stampMs) || !(latencyMs >= 0) || latencyMs === Number.POSITIVE_INFINITY) {
      this.rowsWithoutValue++;
      return;
    }
    this.rowsSeen++;
    if (isFailed) this.failures++;
    while (this.stepMs > 1e-3 && !isMultiple(stampMs, this.stepMs)) this.stepMs /= 10;
    this.stampOrder.see(stampMs);
    this.endOrder.see(stampMs + latencyMs);
    if (this.thinned !== null && latencyMs < this.thinned.belowMs && this.rowsSeen % this.thinned.weight !== 0) return;
    if (this.length === this.stampMs.length) this.makeRoom();
    this.stampMs[this.length] = stampMs;
    this.latencyMs[this.length] = latencyMs;
    this.failed[this.length++] = isFailed ? 1 : 0;
  }

  /** Notes how finely a stamp is written: 1000 for text without a fraction of a second. */
  noteStep(stepMs: number): void {
    if (stepMs < this.writtenStepMs) this.writtenStepMs = stepMs;
  }

  /** The series. Stamps of the end become starts. */
  finish(source: LatencySource, facts: RequestFacts): RequestSeries {
    this.stepMs = this.resolutionMs();
    const latencyMs = this.latencyMs.subarray(0, this.length);
    const startMs = this.stampMs.subarray(0, this.length);
    const { meaning, sentence } = this.meaningOf(source.options, facts);
    const halfStepMs = this.stepMs >= 10 ? this.stepMs / 2 : 0;
    for (let i = 0; i < startMs.length; i++) {
      startMs[i] = (startMs[i] as number) + halfStepMs - (meaning === "end" ? (latencyMs[i] as number) : 0);
    }
    const notes = [`${formatCount(this.rowsSeen)} requests. ${sentence} ${facts.unitNote}`, zoneNote(facts.zone, source.options), ...(facts.notes ?? [])];
    if (this.stepMs >= 100) notes.push(`Stamps are whole ${this.stepMs === 1000 ? "seconds" : "tenths of a second"}: a request can be placed only to within ${formatMs(this.stepMs)}.`);
    if (this.failures > 0) notes.push(`${formatCount(this.failures)} requests failed; they are counted with the latency they have.`);
    if (this.rowsWithoutValue > 0) notes.push(`${formatCount(this.rowsWithoutValue)} rows without a usable time or latency were left out.`);
    if (this.thinned !== null) notes.push(`Of requests below ${formatMs(this.thinned.belowMs)} only one in ${this.thinned.weight} was kept; slower ones all.`);
    return {
      kind: "requests", source: source.path, format: facts.format, notes, overall: overallOf(latencyMs, this.thinned, this.rowsSeen),
      length: this.length, startMs, latencyMs, failed: this.failed.subarray(0, this.length), stampMeaning: meaning, stampStepMs: this.stepMs,
      zone: facts.zone, isServerSide: facts.isServerSide ?? false, ...(facts.workers === undefined ? {} : { workers: facts.workers }), thinned: this.thinned,
    };
  }

  /** Rows written as requests end lie in order of their ends: if the stamps themselves do, they are ends; if stamp + latency does, starts. */
  private meaningOf(options: LatencyOptions, facts: RequestFacts): { meaning: "start" | "end"; sentence: string } {
    if (options.stampMeaning !== undefined) return { meaning: options.stampMeaning, sentence: `Stamps are taken as the ${options.stampMeaning} of the request, as given.` };
    // Whole seconds blur the order too much to tell.
    if (facts.order === "written" && this.stepMs < 100) {
      const stamps = this.stampOrder.backwardsMs;
      const ends = this.endOrder.backwardsMs;
      if (ends > 5 * stamps && ends > this.rowsSeen * 0.01) return { meaning: "end", sentence: "Stamps are the end of the request (rows lie in the order of their stamps)." };
      if (stamps > 5 * ends && stamps > this.rowsSeen * 0.01) return { meaning: "start", sentence: "Stamps are the start of the request (rows lie in the order of stamp + latency)." };
    }
    return { meaning: facts.stampMeaning, sentence: `Stamps are the ${facts.stampMeaning} of the request, as this format has it.` };
  }

  /** As the stamps are written; coarser where many of them show it. */
  private resolutionMs(): number {
    const writtenMs = Number.isFinite(this.writtenStepMs) ? Math.min(1000, this.writtenStepMs) : 1;
    return this.rowsSeen >= LEAST_FOR_STEP ? Math.max(this.stepMs, Number.isFinite(this.writtenStepMs) ? writtenMs : 0) : writtenMs;
  }

  private makeRoom(): void {
    if (this.length * 2 > this.mostRows) this.thin();
    if (this.length * 2 <= this.stampMs.length) return;
    const capacity = this.stampMs.length * 2;
    this.stampMs = enlarge(this.stampMs, new Float64Array(capacity));
    this.latencyMs = enlarge(this.latencyMs, new Float64Array(capacity));
    this.failed = enlarge(this.failed, new Uint8Array(capacity));
  }

  /** Keeps all of the slowest 2 % and every second of the others. The limit is set once, so that each row has one of two weights. */
  private thin(): void {
    const belowMs = this.thinned?.belowMs ?? selectNearestRank(this.latencyMs.slice(0, this.length), 0.98);
    this.thinned = { belowMs, weight: (this.thinned?.weight ?? 1) * 2 };
    let kept = 0;
    let fast = 0;
    for (let i = 0; i < this.length; i++) {
      const latency = this.latencyMs[i] as number;
      if (latency < belowMs && fast++ % 2 === 1) continue;
      this.stampMs[kept] = this.stampMs[i] as number;
      this.latencyMs[kept] = latency;
      this.failed[kept++] = this.failed[i] as number;
    }
    this.length = kept;
  }
}

/** How far behind the latest one instants fall, in the order of the file. */
class OrderCheck {
  backwardsMs = 0;
  private latestMs = Number.NEGATIVE_INFINITY;

  see(atMs: number): void {
    if (atMs >= this.latestMs) this.latestMs = atMs;
    else this.backwardsMs += this.latestMs - atMs;
  }
}

function isMultiple(value: number, step: number): boolean {
  const ratio = value / step;
  return Math.abs(ratio - Math.round(ratio)) * step < 1e-4 * Math.max(1, step);
}

function enlarge<A extends Float64Array | Uint8Array>(from: A, to: A): A {
  to.set(from as never);
  return to;
}

/** What the report says about the clock of a file. */
export function zoneNote(zone: StampZone, options: LatencyOptions): string {
  if (zone === "absolute") return "Times are absolute (epoch, or text with an offset).";
  if (zone === "relative") return options.startEpochMs === undefined ? "The file has no calendar time; it has to be placed beside the log by its shape." : "The file has no calendar time; the given start is used.";
  if (options.zoneMinutes !== undefined) return "Times carry no offset; the given one is used.";
  return "Times carry no offset and are read as UTC.";
}

/** Nearest-rank percentiles of requests. Does not change `latencyMs`. */
function overallOf(latencyMs: Float64Array, thinned: RequestSeries["thinned"], requests: number): OverallLatency {
  const sorted = latencyMs.slice().sort();
  const at = (quantile: number): number | null => {
    if (sorted.length === 0) return null;
    return thinned === null ? nearestRank(sorted, quantile) : weightedRank(sorted, thinned, quantile);
  };
  return { requests, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), p999Ms: at(0.999), maxMs: at(1) };
}

function weightedRank(sorted: Float64Array, { belowMs, weight }: NonNullable<RequestSeries["thinned"]>, quantile: number): number {
  let fast = 0;
  while (fast < sorted.length && (sorted[fast] as number) < belowMs) fast++;
  const rank = Math.ceil(quantile * (fast * weight + sorted.length - fast));
  const index = rank <= fast * weight ? Math.ceil(rank / weight) - 1 : fast + (rank - fast * weight) - 1;
  return sorted[Math.max(0, Math.min(sorted.length - 1, index))] as number;
}
