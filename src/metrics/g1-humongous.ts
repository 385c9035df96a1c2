import { quantileOf } from "./collection-causes.js";
import { maxHeapBytes } from "./given-facts.js";
import { mainRunOf } from "./jvm.js";
import { measured } from "./measurement.js";
import type { MetricDefinition, MetricSource, MissingEvidence } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { visitRegions } from "./pause-regions.js";
import { isInside } from "./wall-time.js";

const NEEDS_REGIONS: MissingEvidence = { logTag: "gc+heap", jfrEvent: null };
const NEEDS_SIZES: MissingEvidence = { logTag: "gc+humongous=debug", jfrEvent: null };

/** Humongous regions before each pause that tells them, and what is left of them after all pauses together. */
const humongousRegions = oncePerWindow((timeline, window) => {
  const before: number[] = [];
  let left = 0;
  visitRegions(timeline, window, (regions) => {
    if (regions.before.Humongous === undefined) return;
    before.push(regions.before.Humongous);
    left += regions.after.Humongous ?? 0;
  });
  return { before: Float64Array.from(before), left };
});

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
      const { before } = humongousRegions(source.timeline, source.window);
      const regionBytes = mainRunOf(source)?.jvm.regionBytes ?? Number.NaN;
      return measured((quantileOf(before, 0.95) * regionBytes) / (maxHeapBytes(source) ?? Number.NaN), before.length, NEEDS_REGIONS);
    },
  },
  {
    name: "g1.humongousReclaimedShare", unit: "share", sentence: "Share of humongous regions that pauses free at once.", formula: "Σ (humongous regions before − after) ÷ Σ before",
    compute: (source) => {
      const { before, left } = humongousRegions(source.timeline, source.window);
      const sum = before.reduce((total, count) => total + count, 0);
      return measured(1 - left / sum, before.length, NEEDS_REGIONS);
    },
  },
  {
    name: "g1.humongousSizeP95Bytes", unit: "bytes", sentence: "Size that 95 % of the humongous objects do not exceed.", formula: "nearest rank over the sizes logged",
    compute: (source) => measured(quantileOf(sizesOf(source), 0.95), sizesOf(source).length, NEEDS_SIZES),
  },
];
