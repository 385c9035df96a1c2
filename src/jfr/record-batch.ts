import type { JfrRecord } from "./jfr-record.js";
import { type RecordRoles, rolesOf } from "./record-roles.js";
import { sortRuns } from "./sort-runs.js";

/** Records that are mapped together, in the order of the input. A record is made only when asked for: most are looked at once. */
export interface RecordBatch {
  readonly length: number;
  typeOf(index: number): string;
  rolesOf(index: number): RecordRoles;
  /** End in ms since 1970, as far as records are put in order by it; NaN when the record has no time. */
  endMsOf(index: number): number;
  /** Place among records that ended at the same instant, lowest first; the order of the input decides between equals. */
  rankOf(index: number): number;
  /** The record, or null when its bytes make no sense. */
  read(index: number): JfrRecord | null;
}

/** By what records are put in order; asked once for each record, in the order of the input. */
export interface RecordOrder {
  endMsOf(record: JfrRecord): number;
  rankOf(type: string): number;
}

/** Records that were read one by one. */
export class RecordList implements RecordBatch {
  private readonly records: JfrRecord[] = [];
  private readonly endsMs: number[] = [];

  constructor(private readonly order: RecordOrder) {}

  add(record: JfrRecord): void {
    this.records.push(record);
    this.endsMs.push(this.order.endMsOf(record));
  }

  get length(): number {
    return this.records.length;
  }

  typeOf(index: number): string {
    return this.read(index).type;
  }

  rolesOf(index: number): RecordRoles {
    return rolesOf(this.typeOf(index));
  }

  endMsOf(index: number): number {
    return this.endsMs[index] as number;
  }

  rankOf(index: number): number {
    return this.order.rankOf(this.typeOf(index));
  }

  read(index: number): JfrRecord {
    return this.records[index] as JfrRecord;
  }
}

/** End of a record in ms since 1970; its start when it has no duration. */
export function endMsOf({ startMs, durationMs }: { readonly startMs: number; readonly durationMs: number }): number {
  return durationMs > 0 ? startMs + durationMs : startMs;
}

/** Indexes by end; records without a time come first. */
export function orderByEnd(batch: RecordBatch): Int32Array {
  const ends = new Float64Array(batch.length);
  const ranks = new Uint8Array(batch.length);
  for (let i = 0; i < batch.length; i++) {
    const endMs = batch.endMsOf(i);
    ends[i] = Number.isNaN(endMs) ? Number.NEGATIVE_INFINITY : endMs;
    ranks[i] = batch.rankOf(i);
  }
  return sortRuns(batch.length, (a, b) => {
    const aheadMs = (ends[a] as number) - (ends[b] as number);
    return aheadMs > 0 || (!(aheadMs < 0) && (ranks[a] as number) > (ranks[b] as number));
  });
}

/** Order of records whose times are as exact as a double. */
export const EXACT_ORDER: RecordOrder = { endMsOf, rankOf };

/** That order for records that are at hand. */
export function compareByEnd(a: JfrRecord, b: JfrRecord): number {
  return endMsOf(a) - endMsOf(b) || rankOf(a.type) - rankOf(b.type) || a.ordinal - b.ordinal;
}

/** At the same instant parts come before their whole, the pause before its collection. */
export function rankOf(type: string): number {
  return RANKS[type] ?? 0;
}

const RANKS: Readonly<Record<string, number>> = {
  GCPhasePauseLevel4: 6, GCPhasePauseLevel3: 7, GCPhasePauseLevel2: 8, GCPhasePauseLevel1: 9, GCPhasePause: 11,
  YoungGarbageCollection: 12, G1GarbageCollection: 12, ZYoungGarbageCollection: 12, ZOldGarbageCollection: 12, GarbageCollection: 12,
};
