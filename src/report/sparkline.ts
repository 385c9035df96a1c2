import type { ReportSeries } from "./series.js";

const LEVELS = "▁▂▃▄▅▆▇█";

/** One character of a sparkline. */
export interface SparklineCell {
  readonly text: string;
  readonly isOverLimit: boolean;
}

/** The longest pause of each stretch of time, lowest level for the shortest of them and highest for the longest, on a log scale; a space where none was. */
export function drawSparkline(series: ReportSeries, width: number, limitMs: number | null): readonly SparklineCell[] {
  const { from, to } = series.axis;
  const longest = new Float64Array(width).fill(-1);
  for (const kind of series.pauses) {
    kind.x.forEach((x, index) => {
      const column = Math.min(width - 1, Math.floor(((x - from) / (to - from)) * width));
      longest[column] = Math.max(longest[column] ?? -1, kind.y[index] ?? -1);
    });
  }
  const known = Array.from(longest).filter((ms) => ms > 0);
  const low = Math.log(known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY));
  const high = Math.log(known.reduce((a, b) => Math.max(a, b), 0));
  return Array.from(longest, (ms) => {
    if (ms < 0) return { text: " ", isOverLimit: false };
    const share = high > low && ms > 0 ? (Math.log(ms) - low) / (high - low) : 0;
    return { text: LEVELS[Math.round(share * (LEVELS.length - 1))] ?? LEVELS[0] ?? "", isOverLimit: limitMs !== null && ms > limitMs };
  });
}
