import { type AllocationPlan, planAllocation } from "./allocation-sums.js";
import type { ByteCursor } from "./byte-cursor.js";
import type { JfrRecord, JfrStruct, JfrValue } from "./jfr-record.js";
import { endMsOf, rankOf } from "./record-batch.js";
import { type RecordRoles, rolesOf } from "./record-roles.js";
import { planSkip, type SkipPlan, skipPlanned } from "./skip-plan.js";
import { type FieldLayout, type TypeLayout, ValueCode } from "./type-layout.js";
import { type DecodeContext, readField, readTickInstantMs, readTickSpanMs } from "./value-decoder.js";
import { ALLOCATION_WEIGHTS, shortTypeName, WANTED_FIELDS } from "./wanted-events.js";

/** What the scan of a chunk does with an event of some type. */
export const EventUse = { skip: 0, checkpoint: 1, keep: 2, addUp: 3, metadata: 4 } as const;

const METADATA_TYPE_ID = 0;
const CHECKPOINT_TYPE_ID = 1;
const TABLE_SIZE = 65_536;

/** How the fields of one event type of one chunk are read: wanted ones decoded, others passed over. */
export interface EventBinding {
  readonly type: string;
  readonly roles: RecordRoles;
  readonly rank: number;
  /** How many fields at the front are start time and duration in ticks, as in all JDKs so far; 0 where they must be looked for. */
  readonly timeFields: 0 | 1 | 2;
  /** The fields behind those. */
  readonly steps: readonly EventStep[];
  /** Without fields at the front: the steps up to start time and duration. */
  readonly timeSteps: readonly EventStep[];
  /** The wanted fields, empty: a copy takes fewer steps than adding them one by one. */
  readonly shape: JfrStruct;
  /** Present for allocation samples that can be added up without decoding them. */
  readonly allocation: AllocationPlan | null;
}

type EventStep =
  | { readonly field: FieldLayout; readonly skip: null }
  | { readonly field: null; readonly skip: SkipPlan };

/** The event types of a chunk by type id: what to do with each, and how to read those that are wanted. */
export interface EventBindings {
  /** {@link EventUse} by type id; ids beyond the table are not wanted. */
  readonly uses: Uint8Array;
  readonly byId: readonly (EventBinding | undefined)[];
}

/** Binds wanted event types to the type ids of a chunk, by name, as ids differ by JDK and by run. */
export function bindEvents(types: ReadonlyMap<number, TypeLayout>): EventBindings {
  const uses = new Uint8Array(TABLE_SIZE);
  const byId = Array.from<EventBinding | undefined>({ length: TABLE_SIZE });
  for (const layout of types.values()) {
    const type = shortTypeName(layout.name);
    const wanted = Object.hasOwn(WANTED_FIELDS, type) ? WANTED_FIELDS[type] : undefined;
    if (!layout.isEvent || wanted === undefined || !(layout.id > CHECKPOINT_TYPE_ID && layout.id < TABLE_SIZE)) continue;
    const weightName = Object.hasOwn(ALLOCATION_WEIGHTS, type) ? ALLOCATION_WEIGHTS[type] : undefined;
    const allocation = weightName === undefined ? null : planAllocation(layout.fields, weightName);
    byId[layout.id] = bindEvent(type, layout.fields, wanted, types, allocation);
    uses[layout.id] = allocation === null ? EventUse.keep : EventUse.addUp;
  }
  uses[METADATA_TYPE_ID] = EventUse.metadata;
  uses[CHECKPOINT_TYPE_ID] = EventUse.checkpoint;
  return { uses, byId };
}

function bindEvent(type: string, fields: readonly FieldLayout[], wanted: readonly string[], types: ReadonlyMap<number, TypeLayout>, allocation: AllocationPlan | null): EventBinding {
  const timeFields = countTimeFields(fields);
  const steps = planSteps(fields.slice(timeFields), wanted, types);
  const lastTime = steps.findLastIndex(({ field }) => field !== null && isTime(field));
  const shape = Object.fromEntries(steps.flatMap(({ field }) => (field === null ? [] : [[field.name, null]])));
  return { type, roles: rolesOf(type), rank: rankOf(type), timeFields, steps, timeSteps: steps.slice(0, lastTime + 1), shape, allocation };
}

function countTimeFields([first, second, ...others]: readonly FieldLayout[]): 0 | 1 | 2 {
  if (first?.name !== "startTime" || !isPlain(first, ValueCode.tickInstant) || others.some(isTime)) return 0;
  if (second === undefined || !isTime(second)) return 1;
  return second.name === "duration" && isPlain(second, ValueCode.tickSpan) ? 2 : 0;
}

function isPlain(field: FieldLayout, code: ValueCode): boolean {
  return field.code === code && !field.isArray && !field.isPooled;
}

function isTime({ name }: FieldLayout): boolean {
  return name === "startTime" || name === "duration";
}

/** Bindings that look for metadata only, for chunks whose head does not say where it is. */
export function bindMetadataOnly(): EventBindings {
  const uses = new Uint8Array(TABLE_SIZE);
  uses[METADATA_TYPE_ID] = EventUse.metadata;
  return { uses, byId: [] };
}

/** Bindings that look for constant pools only. */
export function bindCheckpointsOnly(): EventBindings {
  const uses = new Uint8Array(TABLE_SIZE);
  uses[CHECKPOINT_TYPE_ID] = EventUse.checkpoint;
  return { uses, byId: [] };
}

/** Fields behind the last wanted one are not looked at; neither are fields behind one of unknown length. */
function planSteps(all: readonly FieldLayout[], wanted: readonly string[], types: ReadonlyMap<number, TypeLayout>): EventStep[] {
  const isWanted = (field: FieldLayout): boolean => isTime(field) || wanted.includes(field.name);
  const fields = all.slice(0, all.findLastIndex(isWanted) + 1);
  const steps: EventStep[] = [];
  let unwanted: FieldLayout[] = [];
  for (const field of fields) {
    if (!isWanted(field)) {
      unwanted.push(field);
      continue;
    }
    if (unwanted.length > 0) {
      const skip = planSkip(unwanted, types);
      if (skip === null) return steps;
      steps.push({ field: null, skip });
      unwanted = [];
    }
    steps.push({ field, skip: null });
  }
  return steps;
}

/** End of an event in ms since 1970, NaN when it has no start; the cursor stands at its size. Throws like {@link readEvent}. */
export function readEndMs(cursor: ByteCursor, binding: EventBinding, context: DecodeContext): number {
  cursor.skipIntegers(2); // size, type id
  if (binding.timeFields > 0) {
    const plainStartMs = readTickInstantMs(cursor, context.clock);
    const plainDurationMs = binding.timeFields > 1 ? readTickSpanMs(cursor, context.clock) : 0;
    return plainDurationMs > 0 ? plainStartMs + plainDurationMs : plainStartMs;
  }
  let startMs = Number.NaN;
  let durationMs = 0;
  for (const { field, skip } of binding.timeSteps) {
    if (field === null) {
      skipPlanned(cursor, skip);
      continue;
    }
    const value = readField(cursor, field, context);
    if (typeof value !== "number") continue;
    if (field.name === "startTime") startMs = value;
    else durationMs = value;
  }
  return endMsOf({ startMs, durationMs });
}

/** Decodes one event; the cursor stands at its size. Throws DamagedBytes when the event does not hold what its type says. */
export function readEvent(cursor: ByteCursor, binding: EventBinding, context: DecodeContext, ordinal: number): JfrRecord {
  cursor.skipIntegers(2); // size, type id
  const { type, timeFields, steps } = binding;
  let startMs = timeFields > 0 ? readTickInstantMs(cursor, context.clock) : Number.NaN;
  let durationMs = timeFields > 1 ? readTickSpanMs(cursor, context.clock) : 0;
  const fields: Record<string, JfrValue> = { ...binding.shape };
  for (const step of steps) {
    if (step.field === null) skipPlanned(cursor, step.skip);
    else fields[step.field.name] = readField(cursor, step.field, context);
  }
  if (timeFields === 0) {
    const { startTime, duration } = fields;
    if (typeof startTime === "number") startMs = startTime;
    if (typeof duration === "number") durationMs = duration;
  }
  return { type, ordinal, startMs, durationMs, fields };
}
