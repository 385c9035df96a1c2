import { type ByteCursor, DamagedBytes } from "./byte-cursor.js";
import { type FieldLayout, type TypeLayout, ValueCode } from "./type-layout.js";

/**
 * How to pass over values without looking at them: neighboring compressed integers are one step, and an array of
 * structs of nothing but integers (stack frames) is passed in one go. Pools have no length, so every entry of
 * every pool must be walked; this is most of the work on a checkpoint.
 */
export type SkipPlan = readonly SkipStep[];

type SkipStep =
  | { readonly what: "integers"; readonly count: number }
  | { readonly what: "bytes"; readonly count: number }
  | { readonly what: "string" }
  | { readonly what: "array"; readonly element: SkipPlan };

const LONGEST_PLAN = 4096;

/**
 * The plan for all fields of `type` in order. null when a type is unknown, empty, or holds itself: the length of its
 * values cannot be known then.
 */
export function planSkip(fields: readonly FieldLayout[], types: ReadonlyMap<number, TypeLayout>): SkipPlan | null {
  const steps: SkipStep[] = [];
  return appendFields(fields, types, steps, new Set()) ? steps : null;
}

function appendFields(
  fields: readonly FieldLayout[],
  types: ReadonlyMap<number, TypeLayout>,
  steps: SkipStep[],
  open: Set<number>,
): boolean {
  return fields.every((field) => steps.length < LONGEST_PLAN && appendField(field, types, steps, open));
}

function appendField(
  field: FieldLayout,
  types: ReadonlyMap<number, TypeLayout>,
  steps: SkipStep[],
  open: Set<number>,
): boolean {
  if (!field.isArray) return appendValue(field, types, steps, open);
  const element: SkipStep[] = [];
  if (!appendValue(field, types, element, open)) return false;
  steps.push({ what: "array", element });
  return true;
}

function appendValue(
  field: FieldLayout,
  types: ReadonlyMap<number, TypeLayout>,
  steps: SkipStep[],
  open: Set<number>,
): boolean {
  if (field.isPooled) return append(steps, "integers", 1);
  switch (field.code) {
    case ValueCode.boolean:
    case ValueCode.byte:
    case ValueCode.unsignedByte:
      return append(steps, "bytes", 1);
    case ValueCode.float:
      return append(steps, "bytes", 4);
    case ValueCode.double:
      return append(steps, "bytes", 8);
    case ValueCode.string:
      steps.push({ what: "string" });
      return true;
    case ValueCode.struct: {
      const type = types.get(field.typeId);
      if (type === undefined || type.fields.length === 0 || open.has(type.id)) return false;
      open.add(type.id);
      const isKnown = appendFields(type.fields, types, steps, open);
      open.delete(type.id);
      return isKnown;
    }
    case ValueCode.unknown:
      return false;
    default:
      return append(steps, "integers", 1);
  }
}

function append(steps: SkipStep[], what: "integers" | "bytes", count: number): true {
  const last = steps.at(-1);
  if (last?.what === what) steps[steps.length - 1] = { what, count: last.count + count };
  else steps.push({ what, count });
  return true;
}

/** Moves the cursor over the values of a plan. */
export function skipPlanned(cursor: ByteCursor, plan: SkipPlan): void {
  for (const step of plan) {
    switch (step.what) {
      case "integers":
        cursor.skipIntegers(step.count);
        break;
      case "bytes":
        cursor.skipBytes(step.count);
        break;
      case "string":
        cursor.skipString();
        break;
      case "array":
        skipArray(cursor, step.element);
    }
  }
}

function skipArray(cursor: ByteCursor, element: SkipPlan): void {
  const count = cursor.readUnsigned();
  if (count > cursor.end - cursor.position) throw new DamagedBytes("array beyond the end");
  const only = element.length === 1 ? element[0] : undefined;
  if (only?.what === "integers") cursor.skipIntegers(count * only.count);
  else if (only?.what === "bytes") cursor.skipBytes(count * only.count);
  else for (let left = count; left > 0; left--) skipPlanned(cursor, element);
}
