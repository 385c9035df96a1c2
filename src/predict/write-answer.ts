import { formatDuration } from "../units/format-time.js";
import { formatBytes } from "../units/format-quantity.js";
import type { FigureName } from "./collection-model.js";
import type { PredictedFigure, SettingsChange } from "./what-if.js";

/** Figures as sentences name them, in the order of sentences. */
const WORDS: Readonly<Record<FigureName, { readonly name: string; readonly unit: "rate" | "ms" | "share" | "cores" }>> = {
  youngPerSecond: { name: "young collections a second", unit: "rate" },
  p50Ms: { name: "usual young pause (median)", unit: "ms" },
  meanMs: { name: "mean young pause", unit: "ms" },
  p90Ms: { name: "p90 of young pauses", unit: "ms" },
  longestMs: { name: "longest young pause", unit: "ms" },
  pauseShare: { name: "share of time paused", unit: "share" },
  gcCpuCores: { name: "CPU of the collector", unit: "cores" },
};

/** A figure's name in sentences and refusals. */
export function figureWords(figure: FigureName, collections = "young collections"): string {
  return figure === "youngPerSecond" ? `${collections} a second` : WORDS[figure].name;
}

/** The settings as the first words of a question: `the heap were 600 MB`. */
export function changeWords({ heapBytes, youngBytes, pauseGoalMs, backToDefault, collector }: SettingsChange): string {
  const parts = [
    collector === undefined ? "" : `the collector were ${collector === "GenZGC" || collector === "ZGC" ? "ZGC" : collector}`,
    heapBytes === undefined ? "" : `the heap were ${formatBytes(heapBytes)}`,
    youngBytes === undefined ? "" : `the young generation were fixed at ${formatBytes(youngBytes)}`,
    pauseGoalMs === undefined ? "" : `the pause goal were ${twoDigits(pauseGoalMs)} ms`,
    backToDefault === true ? "the young size were left to G1" : "",
  ].filter((part) => part !== "");
  return parts.join(" and ");
}

/** One figure: `usual young pause (median) about 7 ms (4.8 to 11 ms; now 9.7)`; where the range holds the present value, no clear change. */
export function figureSentence(figure: PredictedFigure, collections?: string): string {
  const name = figureWords(figure.figure, collections);
  const { unit } = WORDS[figure.figure];
  const number = (value: number): string => twoDigits(unit === "share" ? value * 100 : value);
  const suffix = { rate: "", ms: " ms", share: " %", cores: " cores" }[unit];
  if (figure.claim === "direction") return `${name} ${figure.expected > figure.now ? "up" : "down"} from ${number(figure.now)}${suffix} (by how much is not known well enough)`;
  if (figure.claim === "lower") return `${name} at least ${number(figure.low)}${suffix} (now ${number(figure.now)})`;
  const hasNoClearChange = figure.low <= figure.now && figure.now <= figure.high;
  return `${name} about ${number(figure.expected)}${suffix} (${number(figure.low)} to ${number(figure.high)}${suffix}; now ${number(figure.now)}${hasNoClearChange ? ", no clear change" : ""})`;
}

/** How often such ranges hold, in words that promise nothing for the service at hand. */
export const RANGES_HOLD = "In reruns of two services such ranges held the measured value more than four times in five; other services may scatter more.";

/** What an answer rests on. */
export function basisWords(collections: number, kind: string, spanMs: number): string {
  return `${collections} ${kind} in ${formatDuration(spanMs)}`;
}

/** Two significant digits without an exponent; whole numbers from 100 on. */
export function twoDigits(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}
