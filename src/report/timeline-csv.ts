import { blankControls } from "./plain-text.js";
import type { TimelineRow } from "./timeline-rows.js";

const COLUMNS = [
  "type", "uptimeMs", "time", "durationMs", "kind", "cause", "phase", "operation", "gcId", "heapBeforeBytes", "heapAfterBytes", "heapCommittedBytes",
  "userMs", "sysMs", "realMs", "reachingMs", "atSafepointMs", "thread", "evacuationFailure", "witness", "line",
] as const;

/** The header line of the timeline as CSV; every kind of row fills the columns that it has. */
export function csvHeader(): string {
  return `${COLUMNS.join(",")}\n`;
}

/** One row as a line of CSV. Text that a spreadsheet would take for a formula is made plain text by a leading quote; control characters become spaces. */
export function csvRow(row: TimelineRow): string {
  return `${COLUMNS.map((column) => csvCell(row[column] ?? null)).join(",")}\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const plain = blankControls(value);
  const safe = /^\s*[=+\-@]/.test(plain) ? `'${plain}` : plain;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
