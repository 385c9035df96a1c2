import type { Operator } from "../advise/rule.js";
import type { Unit } from "../units/unit.js";

/** Where the value of a limit comes from: the catalog of metrics, or a place in the analysis. */
export type LimitSubject =
  | { readonly from: "catalog"; readonly name: string; readonly unit: Unit }
  | { readonly from: "analysis"; readonly name: string; readonly path: readonly string[]; readonly unit: Unit };

/** A limit that was understood. */
export interface Limit {
  /** As written. */
  readonly expression: string;
  readonly origin: string;
  readonly why: string | null;
  /** "fail": breaks the gate. "warn": is told. */
  readonly level: "fail" | "warn";
  readonly subject: LimitSubject;
  readonly operator: Operator;
  /** In the unit of the subject. */
  readonly threshold: number | string | boolean;
  /** Name of the phase; null for the whole window. */
  readonly phase: string | null;
  /** "if known": a value that the input does not tell is passed over instead of leaving the gate undecided. */
  readonly isOptional: boolean;
}
