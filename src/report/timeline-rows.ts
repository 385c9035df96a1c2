import type { Timeline } from "../timeline/timeline.js";
import { formatInstant } from "../units/format-time.js";

/** One row of `pauseline timeline`: `type` first, then the fields of the contract, null where the input does not say. */
export type TimelineRow = { readonly type: string } & Readonly<Record<string, string | number | null>>;

/**
 * All rows in time order, run after run: each run begins with its `run` row. Rows of one instant come with the longer
 * one first. Times are rounded to nanoseconds, which takes away the dust of binary fractions and nothing else.
 */
export function* timelineRows(timeline: Timeline): Generator<TimelineRow> {
  const streams = [pauseRows(timeline), concurrentRows(timeline), stallRows(timeline), safepointRows(timeline)];
  const heads = streams.map((stream) => stream.next());
  for (const run of timeline.runs) {
    const { clock, jvm } = run;
    yield {
      type: "run",
      uptimeMs: clock.isUptime ? exact(run.firstMs) : null,
      time: instant(clock.epochMs + run.firstMs, clock.zoneMinutes),
      index: run.index,
      collector: run.collector,
      jdk: jvm.jdk,
      version: jvm.version,
      line: run.firstLine,
    };
    for (;;) {
      let earliest = -1;
      for (let i = 0; i < heads.length; i++) {
        const head = heads[i] as IteratorResult<SortableRow>;
        if (head.done === true || head.value.run !== run.index) continue;
        if (earliest < 0 || isBefore(head.value, (heads[earliest] as IteratorYieldResult<SortableRow>).value)) earliest = i;
      }
      if (earliest < 0) break;
      yield (heads[earliest] as IteratorYieldResult<SortableRow>).value.row;
      heads[earliest] = (streams[earliest] as Generator<SortableRow>).next();
    }
  }
}

interface SortableRow {
  readonly run: number;
  readonly startMs: number;
  readonly row: TimelineRow;
}

/** A row without a time keeps its place in its own stream, so it must not hold up those behind it. */
function isBefore(a: SortableRow, b: SortableRow): boolean {
  return Number.isNaN(a.startMs) || a.startMs < b.startMs;
}

function* pauseRows(timeline: Timeline): Generator<SortableRow> {
  const { pauses } = timeline;
  for (let i = 0; i < pauses.length; i++) {
    const startMs = at(pauses.startMs, i);
    yield {
      run: at(pauses.run, i),
      startMs,
      row: {
        type: "pause",
        ...clockFields(timeline, at(pauses.run, i), startMs),
        durationMs: exact(at(pauses.durationMs, i)),
        kind: nameAt(timeline, at(pauses.kind, i)),
        cause: nameAt(timeline, at(pauses.cause, i)),
        gcId: idOrNull(at(pauses.gcId, i)),
        heapBeforeBytes: exact(at(pauses.beforeBytes, i)),
        heapAfterBytes: exact(at(pauses.afterBytes, i)),
        heapCommittedBytes: exact(at(pauses.committedBytes, i)),
        userMs: exact(at(pauses.userMs, i)),
        sysMs: exact(at(pauses.sysMs, i)),
        realMs: exact(at(pauses.realMs, i)),
        evacuationFailure: nameAt(timeline, at(pauses.evacuationFailure, i)),
        witness: WITNESSES[at(pauses.witness, i)] ?? null,
        line: at(pauses.line, i),
      },
    };
  }
}

const WITNESSES = [null, "log", "recording", "both"] as const;

function* concurrentRows(timeline: Timeline): Generator<SortableRow> {
  const { concurrent } = timeline;
  for (let i = 0; i < concurrent.length; i++) {
    const startMs = at(concurrent.startMs, i);
    yield {
      run: at(concurrent.run, i),
      startMs,
      row: {
        type: "concurrent",
        ...clockFields(timeline, at(concurrent.run, i), startMs),
        durationMs: exact(at(concurrent.durationMs, i)),
        phase: nameAt(timeline, at(concurrent.phase, i)),
        gcId: idOrNull(at(concurrent.gcId, i)),
        line: at(concurrent.line, i),
      },
    };
  }
}

function* stallRows(timeline: Timeline): Generator<SortableRow> {
  const { stalls } = timeline;
  for (let i = 0; i < stalls.length; i++) {
    const startMs = at(stalls.startMs, i);
    yield {
      run: at(stalls.run, i),
      startMs,
      row: {
        type: "stall",
        ...clockFields(timeline, at(stalls.run, i), startMs),
        durationMs: exact(at(stalls.durationMs, i)),
        kind: nameAt(timeline, at(stalls.kind, i)),
        thread: nameAt(timeline, at(stalls.thread, i)),
        line: at(stalls.line, i),
      },
    };
  }
}

function* safepointRows(timeline: Timeline): Generator<SortableRow> {
  const { safepoints } = timeline;
  for (let i = 0; i < safepoints.length; i++) {
    const startMs = at(safepoints.startMs, i);
    yield {
      run: at(safepoints.run, i),
      startMs,
      row: {
        type: "safepoint",
        ...clockFields(timeline, at(safepoints.run, i), startMs),
        durationMs: exact(at(safepoints.totalMs, i)),
        reachingMs: exact(at(safepoints.reachingMs, i)),
        atSafepointMs: exact(at(safepoints.atSafepointMs, i)),
        operation: nameAt(timeline, at(safepoints.operation, i)),
        line: at(safepoints.line, i),
      },
    };
  }
}

function clockFields(timeline: Timeline, run: number, startMs: number): { uptimeMs: number | null; time: string | null } {
  const clock = timeline.runs[run]?.clock;
  if (clock === undefined) return { uptimeMs: null, time: null };
  return { uptimeMs: clock.isUptime ? exact(startMs) : null, time: instant(clock.epochMs + startMs, clock.zoneMinutes) };
}

function instant(epochMs: number, zoneMinutes: number): string | null {
  return Number.isNaN(epochMs) ? null : formatInstant(epochMs, zoneMinutes);
}

function nameAt(timeline: Timeline, id: number): string | null {
  return timeline.names[id] ?? null;
}

function idOrNull(id: number): number | null {
  return id < 0 ? null : id;
}

function at(column: ArrayLike<number>, row: number): number {
  return column[row] as number;
}

/** Null for "not in the input"; otherwise to the nanosecond. */
function exact(value: number): number | null {
  return Number.isNaN(value) ? null : Math.round(value * 1e6) / 1e6;
}
