import { isTrue, type JfrRecord, numberOf, textOf } from "./jfr-record.js";

interface OpenSafepoint {
  readonly id: number;
  begin: JfrRecord | null;
  end: JfrRecord | null;
  operation: string | null;
  operationMs: number;
  operationEndMs: number;
  ordinal: number;
}

/**
 * Joins the events of one safepoint: `SafepointBegin` (its duration is the time to reach it), `ExecuteVMOperation` at the
 * safepoint, `SafepointEnd`. Which of them were recorded depends on settings and thresholds, so a total made of fewer
 * is a lower bound.
 */
export class SafepointJoin {
  private open: OpenSafepoint | null = null;
  private isTouched = false;

  /** Takes records in time order and returns a record of type `Safepoint` when the one before is complete. */
  take(record: JfrRecord): JfrRecord | null {
    if (record.type === "ExecuteVMOperation" && !isTrue(record.fields, "safepoint")) return null;
    const id = numberOf(record.fields, "safepointId");
    const closed = this.open !== null && this.open.id !== id ? this.close() : null;
    this.open ??= { id, begin: null, end: null, operation: null, operationMs: 0, operationEndMs: Number.NaN, ordinal: 0 };
    addTo(this.open, record);
    this.isTouched = true;
    return closed;
  }

  /**
   * Call after each batch: the last safepoint when it has ended, or when a whole batch went by without a word of it, so that
   * it leaves near its place in time. One that only began may go on in the next batch, as chunks are changed at a safepoint.
   */
  closeEnded(): JfrRecord | null {
    const isOver = this.open !== null && (this.open.end !== null || !this.isTouched);
    this.isTouched = false;
    return isOver ? this.close() : null;
  }

  /** The last safepoint, which no other follows. */
  close(): JfrRecord | null {
    const open = this.open;
    this.open = null;
    return open === null ? null : joined(open);
  }
}

function addTo(open: OpenSafepoint, record: JfrRecord): void {
  open.ordinal = record.ordinal;
  if (record.type === "SafepointBegin") open.begin = record;
  else if (record.type === "SafepointEnd") open.end = record;
  else {
    open.operation ??= textOf(record.fields, "operation");
    open.operationMs += record.durationMs;
    open.operationEndMs = record.startMs + record.durationMs;
  }
}

function joined({ begin, end, operation, operationMs, operationEndMs, ordinal }: OpenSafepoint): JfrRecord {
  const reachedMs = begin === null ? Number.NaN : begin.startMs + begin.durationMs;
  const isSeenAt = end !== null || !Number.isNaN(operationEndMs);
  const leftMs = end?.startMs ?? operationEndMs;
  const atMs = begin === null || !isSeenAt ? (isSeenAt ? operationMs : Number.NaN) : Math.max(0, leftMs - reachedMs);
  const endMs = end === null ? (isSeenAt ? operationEndMs : reachedMs) : end.startMs + end.durationMs;
  const startMs = begin?.startMs ?? endMs - operationMs;
  return {
    type: "Safepoint",
    ordinal,
    startMs,
    durationMs: endMs - startMs,
    fields: {
      operation,
      reachingMs: begin?.durationMs ?? Number.NaN,
      atMs,
      leavingMs: end?.durationMs ?? Number.NaN,
    },
  };
}
