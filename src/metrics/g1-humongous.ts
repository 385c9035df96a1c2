import { quantileOf } from "./collection-causes.js";
import { regionsByPause } from "./g1-goal.js";
import { maxHeapBytes } from "./given-facts.js";
import { mainRunOf } from "./jvm.js";
import { measured } from "./measurement.js";
import type { MetricDefinition, MetricSource, MissingEvidence } from "./metric.js";
import { isInside } from "./wall-time.js";

const NEEDS_REGIONS: MissingEvidence = { logTag: "gc+heap", jfrEvent: null };
const NEEDS_SIZES: MissingEvidence = { logTag: "gc+humongous=debug", jfrEvent: null };

function humongousRegions(source: MetricSource): { readonly before: Float64Array; readonly after: Float64Array } {
  const rows = regionsByPause(source.timeline, source.window).filter(({ before }) => before["Humongous"] !== undefined);
  return {
    before: Float64Array.from(rows, ({ before }) => before["Humongous"] as number),
    after: Float64Array.from(rows, ({ after }) => after["Humongous"] ?? 0),
  };
}

function sizesOf({ timeline, window }: MetricSource): Float64Array {
  const { humongous } = timeline;
  const sizes: number[] = [];
  for (let row = 0; row < humongous.length; row++) {
    const bytes = humongous.bytes[row] as number;
    if (!Number.isNaN(bytes) && isInside(window, humongous.run[row] as number, humongous.atMs[row] as number)) sizes.push(bytes);
  }
  return Float64Array.from(sizes);
}

/** Objects of half a region or more. */
export const G1_HUMONGOUS_METRICS: readonly MetricDefinition[] = [
  {
    name: "g1.humongousHeapShare", unit: "share", sentence: "Share of the largest heap that humongous objects hold before collections, at the 95th percentile.", formula: "95th percentile of humongous regions before a pause × region size ÷ largest heap",
    compute: (source) => {
      const { before } = humongousRegions(source);
      const regionBytes = mainRunOf(source)?.jvm.regionBytes ?? Number.NaN;
      return measured((quantileOf(before, 0.95) * regionBytes) / (maxHeapBytes(source) ?? Number.NaN), before.length, NEEDS_REGIONS);
    },
  },
  {
    name: "g1.humongousReclaimedShare", unit: "share", sentence: "Share of humongous regions that pauses free at once.", formula: "Σ (humongous regions before − after) ÷ Σ before",
    compute: (source) => {
      const { before, after } = humongousRegions(source);
      const sum = before.reduce((total, count) => total + count, 0);
      return measured(1 - after.reduce((total, count) => total + count, 0) / sum, before.length, NEEDS_REGIONS);
    },
  },
  {
    name: "g1.humongousSizeP95Bytes", unit: "bytes", sentence: "Size that 95 % of the humongous objects do not exceed.", formula: "nearest rank over the sizes logged",
    compute: (source) => measured(quantileOf(sizesOf(source), 0.95), sizesOf(source).length, NEEDS_SIZES),
  },
];
