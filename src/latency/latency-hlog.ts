import { build, decodeFromCompressedBase64, type Histogram } from "hdr-histogram-js";
import type { OverallLatency, StampZone } from "./latency-series.js";
import { MS_PER_UNIT, noRows, type LatencyFormat, type LatencySource } from "./latency-source.js";
import { maxOf, NO_FIGURES, WindowTable } from "./window-table.js";

/** `Tag=A,0.127,1.007,2.769,HISTF…`: start s, length s, maximum (ms by convention), histogram. */
const INTERVAL = /^(?:Tag=([^,]*),)?(\d+(?:\.\d+)?),(\d+(?:\.\d+)?),(\d+(?:\.\d+)?),"?(HIST[A-Za-z0-9+/=]+)/;
/** Histograms in the newest encoding begin so; older ones carry a usable maximum only. */
const NEWEST_ENCODING = "HISTF";

/**
 * HdrHistogram interval log. Stamps are epoch seconds, or seconds since `#[BaseTime: …]`, or, without either, since
 * `#[StartTime: …]`; which of them shows from their size.
 */
export const hdrIntervalLog: LatencyFormat = {
  name: "hdr-interval-log",
  matches: (head) => /^#\[Histogram log format version/m.test(head) || /^"StartTimestamp",/m.test(head) || /^(?:Tag=[^,]*,)?\d+\.\d+,\d+\.\d+,\d+\.\d+,HIST/m.test(head),
  read: async (source) => {
    const reading = await readIntervals(source);
    if (reading.intervals.length === 0) throw noRows(source, "interval");
    const { zeroMs, zone } = zeroOf(reading, source);
    const table = new WindowTable();
    const whole = build({ bitBucketSize: 64, autoResize: true, numberOfSignificantValueDigits: 3 });
    const hasHistograms = reading.intervals.every(({ histogram }) => histogram !== null);
    const ratio = hasHistograms ? unitsPerMs(reading, source) : 1;
    for (const { startS, maxMs, histogram } of reading.intervals) {
      if (histogram !== null && hasHistograms) whole.add(histogram);
      const count = histogram === null ? Number.NaN : histogram.totalCount;
      const valueMs = histogram === null || !hasHistograms ? maxMs : histogram.getValueAtPercentile(99) / ratio;
      table.append(zeroMs + startS * 1000, count, count === 0 ? Number.NaN : valueMs, count === 0 ? Number.NaN : maxMs);
    }
    const notes = [hasHistograms
      ? `Values inside the histograms are ${ratio === 1 ? "ms" : `1/${ratio} ms`}, by their ratio to the printed maximum; percentiles of the run come from the sum of the histograms.`
      : "The histograms are in an old encoding; the printed maximum of each interval (ms) is used."];
    if (reading.tags > 0) notes.push(`Intervals of ${reading.tags} further tags in the file were left out.`);
    const length = reading.intervals.map(({ lengthS }) => lengthS).sort((a, b) => a - b)[reading.intervals.length >> 1] as number;
    return table.finish(source, {
      format: "hdr-interval-log", widthMs: length * 1000, quantile: hasHistograms ? 0.99 : 1, zone,
      overall: hasHistograms ? overallOfHistogram(whole, ratio, maxOf(table)) : { ...NO_FIGURES, maxMs: maxOf(table) }, notes,
    });
  },
};

interface Reading {
  readonly intervals: readonly { readonly startS: number; readonly lengthS: number; readonly maxMs: number; readonly histogram: Histogram | null }[];
  readonly startTimeS: number;
  readonly baseTimeS: number;
  readonly tags: number;
}

async function readIntervals(source: LatencySource): Promise<Reading> {
  const byTag = new Map<string, Reading["intervals"][number][]>();
  let startTimeS = Number.NaN;
  let baseTimeS = Number.NaN;
  for await (const lines of source.lineBatches()) {
    for (const line of lines) {
      if (line.startsWith("#")) {
        startTimeS = Number(/^#\[StartTime: (\d+(?:\.\d+)?)/.exec(line)?.[1] ?? startTimeS);
        baseTimeS = Number(/^#\[BaseTime: (\d+(?:\.\d+)?)/.exec(line)?.[1] ?? baseTimeS);
        continue;
      }
      const match = INTERVAL.exec(line);
      if (match === null) continue;
      const text = match[5] as string;
      const histogram = text.startsWith(NEWEST_ENCODING) ? (decodeFromCompressedBase64(text, 64) as Histogram) : null;
      const tag = match[1] ?? "";
      const intervals = byTag.get(tag) ?? [];
      byTag.set(tag, intervals);
      intervals.push({ startS: Number(match[2]), lengthS: Number(match[3]), maxMs: Number(match[4]), histogram });
    }
  }
  const [first] = byTag.keys();
  const chosen = byTag.get("") ?? byTag.get(first ?? "") ?? [];
  return { intervals: chosen, startTimeS, baseTimeS, tags: Math.max(0, byTag.size - 1) };
}

function zeroOf({ intervals, startTimeS, baseTimeS }: Reading, source: LatencySource): { zeroMs: number; zone: StampZone } {
  const isEpoch = (intervals[0]?.startS ?? 0) > 1e8;
  if (isEpoch) return { zeroMs: 0, zone: "absolute" };
  const zeroS = Number.isNaN(baseTimeS) ? startTimeS : baseTimeS;
  if (!Number.isNaN(zeroS)) return { zeroMs: zeroS * 1000, zone: "absolute" };
  const { startEpochMs } = source.options;
  return startEpochMs === undefined ? { zeroMs: 0, zone: "relative" } : { zeroMs: startEpochMs, zone: "absolute" };
}

/** Units of the recorded values in one ms: the printed maximum is in ms whatever the values are in. */
function unitsPerMs({ intervals }: Reading, { options }: LatencySource): number {
  if (options.unit !== undefined) return 1 / MS_PER_UNIT[options.unit];
  const ratios = intervals.filter(({ maxMs, histogram }) => maxMs > 0 && histogram !== null).map(({ maxMs, histogram }) => (histogram as Histogram).maxValue / maxMs).sort((a, b) => a - b);
  const ratio = ratios[ratios.length >> 1] ?? 1e6;
  return 1000 ** Math.round(Math.log10(ratio) / 3);
}

function overallOfHistogram(histogram: Histogram, ratio: number, maxMs: number | null): OverallLatency {
  const requests = histogram.totalCount;
  const at = (percentile: number): number | null => (requests === 0 ? null : histogram.getValueAtPercentile(percentile) / ratio);
  return { requests, p50Ms: at(50), p95Ms: at(95), p99Ms: at(99), p999Ms: at(99.9), maxMs };
}
