import { DamagedBytes } from "./byte-cursor.js";
import { type FieldLayout, ValueCode } from "./type-layout.js";

/** Allocation samples of one chunk with the same class and the same stack, by their keys in the constant pools. */
export interface AllocationSum {
  readonly classKey: number;
  readonly stackKey: number;
  readonly bytes: number;
  readonly samples: number;
}

/** Where an allocation sample holds what is added up: all its fields to the last of these are compressed integers. */
export interface AllocationPlan {
  readonly slots: readonly Slot[];
  readonly classTypeId: number;
  readonly stackTypeId: number;
}

const Slot = { unwanted: 0, objectClass: 1, stack: 2, weight: 3 } as const;
type Slot = (typeof Slot)[keyof typeof Slot];

/** Distinct class and stack pairs kept apart in a chunk; later pairs are added up by class only, and in the end all together. */
const PAIRS_KEPT = 20_000;
const SUMS_KEPT = 2 * PAIRS_KEPT;
const FIRST_PLACES = 2 ** 10;

/** How to add up samples of a type; null when a field on the way is no integer, and the samples must be decoded one by one. */
export function planAllocation(fields: readonly FieldLayout[], weightName: string): AllocationPlan | null {
  const slots = fields.map((field) => slotOf(field, weightName));
  const wanted = slots.slice(0, slots.findLastIndex((slot) => slot !== Slot.unwanted) + 1);
  if (wanted.length === 0 || !fields.slice(0, wanted.length).every(isInteger)) return null;
  const typeIdOf = (slot: Slot): number => fields[slots.indexOf(slot)]?.typeId ?? -1;
  return { slots: wanted, classTypeId: typeIdOf(Slot.objectClass), stackTypeId: typeIdOf(Slot.stack) };
}

function slotOf({ name, isPooled }: FieldLayout, weightName: string): Slot {
  if (isPooled) return name === "objectClass" ? Slot.objectClass : name === "stackTrace" ? Slot.stack : Slot.unwanted;
  return name === weightName ? Slot.weight : Slot.unwanted;
}

function isInteger({ isPooled, isArray, code }: FieldLayout): boolean {
  if (isArray) return false;
  return isPooled || (code >= ValueCode.short && code <= ValueCode.unsignedLong) || (code >= ValueCode.tickInstant && code <= ValueCode.unitSpan);
}

/**
 * Adds up allocation samples while a chunk is scanned, by their raw pool keys: a profile of JDK 8 or 11 holds millions of
 * them and a few thousand distinct places. A hash table in plain arrays, as nothing else keeps up with the scan.
 */
export class AllocationSums {
  classTypeId = -1;
  stackTypeId = -1;
  private count = 0;
  private classKeys = new Float64Array(FIRST_PLACES);
  private stackKeys = new Float64Array(FIRST_PLACES);
  private bytes = new Float64Array(FIRST_PLACES);
  /** 0 where the place is free. */
  private samples = new Float64Array(FIRST_PLACES);

  /** Adds the sample that lies in `bytes`, size and type id included. Throws DamagedBytes when it is shorter than its type says. */
  add(bytes: Uint8Array, from: number, to: number, { slots, classTypeId, stackTypeId }: AllocationPlan): void {
    let at = from;
    while ((bytes[at++] as number) >= 128); // size
    while ((bytes[at++] as number) >= 128); // type id
    let classKey = 0;
    let stackKey = 0;
    let weight = 0;
    for (let i = 0; i < slots.length; i++) {
      const limit = at + 8;
      let byte = bytes[at++] as number;
      let value = byte & 127;
      for (let scale = 128; byte >= 128 && at <= limit; scale *= 128) {
        byte = bytes[at++] as number;
        value += (at > limit ? byte : byte & 127) * scale;
      }
      const slot = slots[i];
      if (slot === Slot.objectClass) classKey = value;
      else if (slot === Slot.stack) stackKey = value;
      else if (slot === Slot.weight) weight = value;
    }
    if (at > to) throw new DamagedBytes("sample beyond the end");
    this.classTypeId = classTypeId;
    this.stackTypeId = stackTypeId;
    this.addTo(this.count < SUMS_KEPT ? classKey : 0, this.count < PAIRS_KEPT ? stackKey : 0, weight, 1);
  }

  /** The sums, in no order. */
  *[Symbol.iterator](): Generator<AllocationSum> {
    const { classKeys, stackKeys, bytes, samples } = this;
    for (let place = 0; place < samples.length; place++) {
      if (samples[place] === 0) continue;
      yield { classKey: classKeys[place] as number, stackKey: stackKeys[place] as number, bytes: bytes[place] as number, samples: samples[place] as number };
    }
  }

  private addTo(classKey: number, stackKey: number, weight: number, count: number): void {
    const { classKeys, stackKeys, samples } = this;
    const mask = samples.length - 1;
    let place = (Math.imul(classKey, 0x9e3779b1) ^ Math.imul(stackKey, 0x85ebca6b)) >>> 7 & mask;
    while (samples[place] !== 0 && (classKeys[place] !== classKey || stackKeys[place] !== stackKey)) place = (place + 1) & mask;
    if (samples[place] === 0) {
      this.count++;
      classKeys[place] = classKey;
      stackKeys[place] = stackKey;
    }
    this.bytes[place] = (this.bytes[place] as number) + weight;
    samples[place] = (samples[place] as number) + count;
    if (this.count > samples.length / 2) this.grow();
  }

  private grow(): void {
    const sums = [...this];
    const places = this.samples.length * 2;
    this.count = 0;
    for (const column of ["classKeys", "stackKeys", "bytes", "samples"] as const) this[column] = new Float64Array(places);
    for (const { classKey, stackKey, bytes, samples } of sums) this.addTo(classKey, stackKey, bytes, samples);
  }
}
