import { detectLayout } from "../lines/decoration-layout.js";
import { redactLine } from "../lines/redact-line.js";
import { setInput } from "../generated/unified-bytes.js";

/** Lines of start-up facts at the head of a log, without which nothing is judged as before. */
const HEAD_LINES = 120;
const encoder = new TextEncoder();

/** How much of a log a sample keeps, from little to all. */
export const SAMPLE_SIZES = ["named", "collections", "timeline", "all"] as const;
export type SampleSize = (typeof SAMPLE_SIZES)[number];

/**
 * Lines of a log that stand for the `wanted` ones (1-based). "named": start-up, these lines and all lines of their GC ids.
 * "collections": also the neighbors, one collection before and after each. "timeline": every line but the details of pauses.
 * "all": every line. Order and text stay.
 */
export function chooseLines(lines: readonly string[], wanted: ReadonlySet<number>, size: SampleSize): readonly number[] {
  if (size === "all") return lines.map((_, index) => index);
  const reach = size === "named" ? 0 : 1;
  const ids = new Set<number>();
  for (const line of wanted) {
    const id = gcIdOf(lines[line - 1] ?? "");
    if (id !== null) for (let near = id - reach; near <= id + reach; near++) ids.add(near);
  }
  const firstId = lines.findIndex((line) => gcIdOf(line) !== null);
  const head = Math.min(firstId < 0 ? lines.length : firstId, HEAD_LINES);
  return lines.flatMap((line, index) => {
    const id = gcIdOf(line);
    const isKept = index < head || wanted.has(index + 1) || (id !== null && ids.has(id)) || (size === "timeline" && isTimelineLine(line));
    return isKept ? [index] : [];
  });
}

/** Whether a line tells when something happened, rather than a detail of it. */
function isTimelineLine(line: string): boolean {
  return !/\[(?:debug|trace) *\]/.test(line) && /(Pause|Concurrent|Collection|Generation|regions: |Stall|Safepoint|Trigger|secs\])/.test(line);
}

function gcIdOf(line: string): number | null {
  const match = /GC\((\d{1,9})\)/.exec(line);
  return match === null ? null : Number(match[1]);
}

/** Masks hosts, pids, paths, thread names and option values of each line; see `redactLine`. */
export function redactLines(lines: readonly string[]): readonly string[] {
  return lines.map((line) => {
    const bytes = encoder.encode(`${line}\n`);
    setInput(bytes, bytes.length - 1);
    const layout = detectLayout(bytes, 0, bytes.length - 1);
    if (layout === null) return redactLine(line, 0, new Set());
    const hidden = new Set(layout.decorators.flatMap((decorator, index) => (decorator === "hostname" || decorator === "pid" || decorator === "tid" ? [index] : [])));
    let end = 0;
    for (let bracket = 0; bracket < layout.decorators.length; bracket++) end = line.indexOf("]", end) + 1;
    return redactLine(line, end, hidden);
  });
}
