import type { Unit } from "../metrics/metric.js";
import { formatValue } from "../units/format-quantity.js";
import { NOT_KNOWN } from "../units/format-time.js";
import type { Calculated } from "./calculation.js";
import { CALCULATIONS } from "./calculations.js";
import type { Measure } from "./judge-condition.js";

const PLACEHOLDER = /\{([A-Za-z][A-Za-z0-9.]*)\}/g;

/** Names in braces: calculations, and metrics when they hold a dot. */
export function placeholdersOf(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name as string);
}

/** A filled text and the arithmetic of the calculations in it. */
export interface Filled {
  readonly text: string;
  readonly arithmetic: readonly string[];
}

/** Fills in calculations and metrics; null when a calculation or metric of the text has no value in this input. */
export function fillPlaceholders(text: string, measure: Measure, unitOf: (metric: string) => Unit | null): Filled | null {
  const arithmetic: string[] = [];
  let isComplete = true;
  const filled = text.replace(PLACEHOLDER, (_, name: string) => {
    if (name.includes(".")) {
      const { value } = measure(name);
      if (value === null) isComplete = false;
      return formatValue(value, unitOf(name) ?? "text");
    }
    const calculated: Calculated | null = CALCULATIONS.get(name)?.(measure) ?? null;
    if (calculated === null) isComplete = false;
    else arithmetic.push(calculated.sentence);
    return calculated?.text ?? "";
  });
  return isComplete ? { text: filled, arithmetic } : null;
}

/** Like {@link fillPlaceholders}, with a dash for what is not known: for sentences that stand without their figures. */
export function fillKnown(text: string, measure: Measure, unitOf: (metric: string) => Unit | null): string {
  return text.replace(PLACEHOLDER, (placeholder) => fillPlaceholders(placeholder, measure, unitOf)?.text ?? NOT_KNOWN);
}
