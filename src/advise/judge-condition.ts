import type { Measurement, MissingEvidence } from "../metrics/metric.js";
import type { Condition, Operator } from "./rule.js";

/** Looks up a metric by its catalog name. */
export type Measure = (name: string) => Measurement;

/** One comparison that was made, kept as evidence. */
export interface Compared {
  readonly metric: string;
  readonly measurement: Measurement;
  readonly comparison: string;
  readonly threshold: number | string | boolean | null;
}

/** `holds` null: cannot be told from this input; `missing` then says what is needed. */
export interface Judgement {
  readonly holds: boolean | null;
  /** The comparisons that made it so: the true ones of a true condition, the false ones of a false one. */
  readonly because: readonly Compared[];
  readonly missing: readonly { readonly metric: string; readonly evidence: MissingEvidence | null }[];
}

/** The one table of operators. Text and yes/no can only be equal or not. */
export const OPERATORS: Readonly<Record<Operator, (a: number, b: number) => boolean>> = {
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

/**
 * Decides a condition in three values (true, false, cannot tell): `all` is false as soon as one part is, even when another
 * cannot be told, and `any` is true as soon as one part is.
 */
export function judgeCondition(condition: Condition, measure: Measure): Judgement {
  if ("all" in condition) return combine(condition.all.map((part) => judgeCondition(part, measure)), false);
  if ("any" in condition) return combine(condition.any.map((part) => judgeCondition(part, measure)), true);
  if ("not" in condition) {
    const inner = judgeCondition(condition.not, measure);
    return { ...inner, holds: inner.holds === null ? null : !inner.holds };
  }
  const measurement = measure(condition.metric);
  if ("known" in condition) {
    return { holds: (measurement.value !== null) === condition.known, because: [], missing: [] };
  }
  if (measurement.value === null) return unknown(condition.metric, measurement, condition.ifUnknown);
  if ("in" in condition) {
    const holds = condition.in.includes(String(measurement.value));
    return decided(holds, { metric: condition.metric, measurement, comparison: "in", threshold: condition.in.join(", ") });
  }
  if ("than" in condition) {
    const other = measure(condition.than.metric);
    if (typeof other.value !== "number") return unknown(condition.than.metric, other, condition.ifUnknown);
    const threshold = other.value * condition.than.times;
    return decided(compare(measurement.value, condition.op, threshold), { metric: condition.metric, measurement, comparison: condition.op, threshold });
  }
  return decided(compare(measurement.value, condition.op, condition.value), {
    metric: condition.metric, measurement, comparison: condition.op, threshold: condition.value,
  });
}

/** Whether a condition certainly holds; what cannot be told does not. */
export function holds(condition: Condition | undefined, measure: Measure): boolean {
  return condition === undefined || judgeCondition(condition, measure).holds === true;
}

/** `decisive` is the value of one part that settles the whole: false for all, true for any. */
function combine(parts: readonly Judgement[], decisive: boolean): Judgement {
  const settling = parts.filter(({ holds }) => holds === decisive);
  const open = parts.filter(({ holds }) => holds === null);
  const told = settling.length > 0 ? settling : parts.filter(({ holds }) => holds === !decisive);
  return {
    holds: settling.length > 0 ? decisive : open.length > 0 ? null : !decisive,
    because: told.flatMap(({ because }) => because),
    missing: settling.length > 0 ? [] : open.flatMap(({ missing }) => missing),
  };
}

function unknown(metric: string, measurement: Measurement, ifUnknown: boolean | undefined): Judgement {
  if (ifUnknown !== undefined) return { holds: ifUnknown, because: [], missing: [] };
  return { holds: null, because: [], missing: [{ metric, evidence: measurement.missing ?? null }] };
}

function decided(holds: boolean, compared: Compared): Judgement {
  return { holds, because: [compared], missing: [] };
}

/** Whether a value stands in the relation to the threshold. */
export function compare(value: number | string | boolean, op: Operator, threshold: number | string | boolean): boolean {
  if (typeof value === "number" && typeof threshold === "number") return OPERATORS[op](value, threshold);
  return op === "!=" ? value !== threshold : value === threshold;
}
