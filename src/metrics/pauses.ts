import type { MetricDefinition } from "./metric.js";
import { linesOf, measured, NEEDS_PAUSES } from "./measurement.js";
import { PAUSE_CLASSES, type PauseClass } from "./pause-class.js";
import { PAUSE_QUANTILES, summarizePauses, type PauseStatistics } from "./pause-statistics.js";
import { selectClass, selectPauses, type PauseSelection } from "./select-pauses.js";

type Percentile = keyof typeof PAUSE_QUANTILES;

const WHAT: Record<PauseClass, string> = {
  young: "young pauses (mixed ones not included)",
  mixed: "mixed pauses of G1",
  full: "full collections that stop the application",
  degenerated: "degenerated collections of Shenandoah",
  initialMark: "pauses that begin a marking and do nothing else",
  remark: "pauses that end a marking (Remark, Final Mark)",
  cleanup: "Cleanup pauses of G1",
  other: "pauses of any other kind",
};

/** How many pauses there were and how long they took, over all kinds and by class of kind; in the whole window, and after warm-up. */
export const PAUSE_METRICS: readonly MetricDefinition[] = [
  ...statisticsOf("pauses", "all pauses", (source) => selectPauses(source.timeline, source.window)),
  ...PAUSE_CLASSES.flatMap((pauseClass) =>
    statisticsOf(`pauses.${pauseClass}`, WHAT[pauseClass], (source) => selectClass(source.timeline, source.window, pauseClass))),
  ...statisticsOf("steady.pauses", "all pauses after warm-up", (source) => selectPauses(source.timeline, source.steady)),
  ...PAUSE_CLASSES.flatMap((pauseClass) =>
    statisticsOf(`steady.pauses.${pauseClass}`, `${WHAT[pauseClass]}, after warm-up`, (source) => selectClass(source.timeline, source.steady, pauseClass))),
];

type Select = (source: Parameters<MetricDefinition["compute"]>[0]) => PauseSelection;

function statisticsOf(prefix: string, what: string, select: Select): MetricDefinition[] {
  return [
    {
      name: `${prefix}.count`, unit: "count",
      sentence: `Number of ${what}.`,
      formula: "stops of the application for GC that begin inside the window; a stop nested in another is not counted again",
      compute: (source) => {
        const { rows } = select(source);
        return { value: rows.length, sampleSize: rows.length };
      },
    },
    millisecondsOf(prefix, "totalMs", `Sum of the durations of ${what}.`, "Σ durations", select),
    millisecondsOf(prefix, "maxMs", `Longest of ${what}.`, "largest duration", select),
    millisecondsOf(prefix, "meanMs", `Mean duration of ${what}.`, "Σ durations ÷ pauses of known duration", select),
    ...(Object.keys(PAUSE_QUANTILES) as Percentile[]).map((percentile) =>
      millisecondsOf(prefix, percentile, `Duration that ${PAUSE_QUANTILES[percentile] * 100} % of ${what} do not exceed.`,
        "nearest rank over durations, not interpolated; below the sample that the percentile needs it is close to the maximum", select)),
  ];
}

function millisecondsOf(prefix: string, statistic: Exclude<keyof PauseStatistics, "count">, sentence: string, formula: string, select: Select): MetricDefinition {
  return {
    name: `${prefix}.${statistic}`, unit: "ms", sentence, formula,
    compute: (source) => {
      const selection = select(source);
      const { pauses } = source.timeline;
      const value = summarizePauses(selection)[statistic] ?? Number.NaN;
      return measured(value, selection.sortedMs.length, NEEDS_PAUSES, linesOf(pauses, selection.longestRows));
    },
  };
}
