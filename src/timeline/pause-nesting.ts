import type { Pause, Stamp } from "../events/gc-event.js";
import type { ColumnTable } from "./columns.js";
import type { NameTable } from "./name-table.js";
import type { PauseDetails } from "./pause-details.js";
import type { RunState } from "./run-lives.js";
import type { SideTables } from "./side-tables.js";
import type { pauseSchema } from "./timeline.js";

/** Stamps are rounded to 1 ms; two ends of a containment may each be off by that. */
export const ROUNDING_MS = 1.5;
/** Durations are rounded to 1 µs each. */
const DURATION_ROUNDING_MS = 0.002;

/** Finds stops inside other stops, such as a full collection that a young one turned into: they count once, as the outer one. */
export class PauseNesting {
  /** Rows that lie inside another stop and do not count. */
  readonly nested = new Set<number>();

  constructor(
    private readonly pauses: ColumnTable<typeof pauseSchema>,
    private readonly names: NameTable,
    private readonly details: PauseDetails,
    private readonly side: SideTables,
  ) {}

  /** Marks the stops that lie inside the one that just ended, and keeps each as a mark so that full collections still count. */
  close(event: Pause, stamp: Stamp, run: RunState, row: number): void {
    for (let inner = this.firstInside(event, stamp, run, row); inner < row; inner++) {
      if (this.nested.has(inner) || !this.isInside(inner, row)) continue;
      this.nested.add(inner);
      const title = this.title(inner);
      const durationMs = this.pauses.get(inner, "durationMs");
      const at = { gcId: this.pauses.get(inner, "gcId"), input: this.pauses.get(inner, "input"), line: this.pauses.get(inner, "line") };
      this.details.nest(inner, row, title, durationMs);
      this.side.addMark("nestedPause", title, durationMs, at, this.pauses.get(inner, "run"), this.pauses.get(inner, "startMs"));
    }
  }

  /** The first row that may lie inside: by the start line of the outer stop, else by ids and times. */
  private firstInside(event: Pause, stamp: Stamp, run: RunState, row: number): number {
    const openIndex = run.openPauses.findLastIndex((open) => open.gcId === stamp.gcId && open.kind === event.kind);
    const [open] = openIndex < 0 ? [] : run.openPauses.splice(openIndex, 1);
    if (open !== undefined) return open.firstRow;
    let first = row;
    if (stamp.gcId >= 0) while (first > 0 && this.showsNesting(first - 1, stamp.gcId) && this.isInside(first - 1, row)) first--;
    return first;
  }

  /**
   * Without start lines: an inner stop has the higher id and was printed first. So have ZGC's minor pauses beside an old
   * collection, but those are too short for the rounding of the stamps to tell inside from beside.
   */
  private showsNesting(inner: number, outerGcId: number): boolean {
    if (this.pauses.get(inner, "gcId") <= outerGcId) return false;
    return this.pauses.get(inner, "durationMs") > 2 * ROUNDING_MS || this.names.names[this.pauses.get(inner, "kind")] === "Full";
  }

  private isInside(inner: number, outer: number): boolean {
    if (this.pauses.get(inner, "run") !== this.pauses.get(outer, "run")) return false;
    const innerMs = this.pauses.get(inner, "durationMs");
    const outerMs = this.pauses.get(outer, "durationMs");
    if (innerMs > outerMs + DURATION_ROUNDING_MS) return false;
    const innerStart = this.pauses.get(inner, "startMs");
    const outerStart = this.pauses.get(outer, "startMs");
    if (Number.isNaN(innerStart) || Number.isNaN(outerStart)) return true;
    return innerStart >= outerStart - ROUNDING_MS && innerStart + innerMs <= outerStart + outerMs + ROUNDING_MS;
  }

  private title(row: number): string {
    const kind = this.names.names[this.pauses.get(row, "kind")] ?? "";
    const cause = this.names.names[this.pauses.get(row, "cause")];
    return cause === undefined ? `Pause ${kind}` : `Pause ${kind} (${cause})`;
  }
}
