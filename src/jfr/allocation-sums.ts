import type { ByteCursor } from "./byte-cursor.js";
import type { EventBinding } from "./event-binding.js";
import { skipPlanned } from "./skip-plan.js";
import { type DecodeContext, readField } from "./value-decoder.js";
import { ALLOCATION_WEIGHTS } from "./wanted-events.js";

/** Allocation samples of one chunk with the same class and the same stack. */
export interface AllocationSum {
  readonly classTypeId: number;
  readonly classKey: number;
  readonly stackTypeId: number;
  readonly stackKey: number;
  bytes: number;
  samples: number;
  /** End of the latest sample in ms since 1970. */
  lastMs: number;
  ordinal: number;
}

/** Distinct class and stack pairs kept apart in a chunk; later pairs are added up by class only. */
const PAIRS_KEPT = 20_000;

/**
 * Adds up allocation samples while a chunk is scanned, by their raw pool keys: a profile of JDK 8 or 11 holds millions of
 * them and a few thousand distinct places.
 */
export class AllocationSums {
  readonly sums = new Map<string, AllocationSum>();

  /** Reads one sample; the cursor stands at its size. Throws DamagedBytes when it does not hold what its type says. */
  add(cursor: ByteCursor, binding: EventBinding, context: DecodeContext, ordinal: number): void {
    const weightName = ALLOCATION_WEIGHTS[binding.type];
    let bytes = 0;
    let atMs = Number.NaN;
    let classTypeId = -1;
    let classKey = 0;
    let stackTypeId = -1;
    let stackKey = 0;
    cursor.skipIntegers(2); // size, type id
    for (const { field, skip } of binding.steps) {
      if (field === null) skipPlanned(cursor, skip);
      else if (field.isPooled) {
        const key = cursor.readUnsigned();
        if (field.name === "objectClass") [classTypeId, classKey] = [field.typeId, key];
        else [stackTypeId, stackKey] = [field.typeId, key];
      } else {
        const value = readField(cursor, field, context);
        if (field.name === weightName && typeof value === "number") bytes = value;
        else if (field.name === "startTime" && typeof value === "number") atMs = value;
      }
    }
    if (this.sums.size >= PAIRS_KEPT) stackKey = 0;
    const pair = `${classKey} ${stackKey}`;
    const sum = this.sums.get(pair);
    if (sum === undefined) {
      this.sums.set(pair, { classTypeId, classKey, stackTypeId, stackKey, bytes, samples: 1, lastMs: atMs, ordinal });
      return;
    }
    sum.bytes += bytes;
    sum.samples++;
    sum.lastMs = atMs;
    sum.ordinal = ordinal;
  }
}
