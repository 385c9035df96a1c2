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

/** Fields looked at for one plan; types within types multiply, so that a small description could ask for billions. */
const MOST_FIELDS = 4096;

/** The state of planning: types by id, those that are open around the field at hand, and how many fields may still be looked at. */
interface Planning {
  readonly types: ReadonlyMap<number, TypeLayout>;
  readonly open: Set<number>;
  fieldsLeft: number;
}

/**
 * The plan for all fields of `type` in order. null when a type is unknown, empty, or holds itself: the length of its
 * values cannot be known then. null, too, for types that unfold to more than {@link MOST_FIELDS} fields.
 */
export function planSkip(fields: readonly FieldLayout[], types: ReadonlyMap<number, TypeLayout>): SkipPlan | null {
  const steps: SkipStep[] = [];
  return appendFields(fields, steps, { types, open: new Set(), fieldsLeft: MOST_FIELDS }) ? steps : null;
}

function appendFields(fields: readonly FieldLayout[], steps: SkipStep[], planning: Planning): boolean {
  return fields.every((field) => planning.fieldsLeft-- > 0 && appendField(field, steps, planning));
}

function appendField(field: FieldLayout, steps: SkipStep[], planning: Planning): boolean {
  if (!field.isArray) return appendValue(field, steps, planning);
  const element: SkipStep[] = [];
  if (!appendValue(field, element, planning)) return false;
  steps.push({ what: "array", element });
  return true;
}

function appendValue(field: FieldLayout, steps: SkipStep[], planning: Planning): boolean {
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
      const type = planning.types.get(field.typeId);
      if (type === undefined || type.fields.length === 0 || planning.open.has(type.id)) return false;
      planning.open.add(type.id);
      const isKnown = appendFields(type.fields, steps, planning);
      planning.open.delete(type.id);
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
