import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { PauselineError } from "../errors/pauseline-error.js";
import type { Unit } from "../metrics/metric.js";
import { CALCULATIONS } from "./calculations.js";
import { placeholdersOf } from "./fill-placeholders.js";
import type { Condition, JdkRange, Rule } from "./rule.js";
import type { RuleFile } from "./rule-file.js";

/** What the checks need to know about a metric. */
export type UnitOf = (metric: string) => Unit | null;

/**
 * Turns parsed rule files into rules, or throws one `usage` error that names each file, the JSON path and what is wrong there.
 * The schema is checked first, then what a schema cannot know: metric names and their units, calculations, releases, file name.
 */
export function checkRules(files: readonly RuleFile[], schema: object, unitOf: UnitOf): readonly Rule[] {
  const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false, allowUnionTypes: true, validateSchema: true }).compile(schema);
  const faults = files.flatMap((file) => faultsOf(file, validate, unitOf).map((fault) => `${file.path}: ${fault}`));
  if (faults.length > 0) {
    throw new PauselineError("usage", `${faults.length === 1 ? "A rule is" : `${faults.length} things in rules are`} wrong: ${faults.join("; ")}`, {
      path: files.find(({ path }) => faults[0]?.startsWith(path))?.path ?? "rules",
      hint: "correct the rule; `pauseline schema rule` prints what a rule may contain",
    });
  }
  return files.map(({ content }) => content as Rule);
}

function faultsOf(file: RuleFile, validate: ValidateFunction, unitOf: UnitOf): readonly string[] {
  if (!validate(file.content)) return (validate.errors ?? []).filter(({ keyword }) => keyword !== "if").map(schemaFault);
  const rule = file.content as Rule;
  return [
    ...nameFaults(rule, file.path),
    ...conditionsOf(rule).flatMap(({ at, condition }) => conditionFaults(condition, at, unitOf)),
    ...rangesOf(rule).flatMap(({ at, range }) => rangeFaults(range, at)),
    ...textsOf(rule).flatMap(({ at, text }) => placeholderFaults(text, at, unitOf)),
  ];
}

function schemaFault(error: ErrorObject): string {
  const at = error.instancePath === "" ? "/" : error.instancePath;
  const extra = "additionalProperty" in error.params ? ` ("${String(error.params["additionalProperty"])}")` : "allowedValues" in error.params ? ` (${(error.params["allowedValues"] as string[]).join(", ")})` : "";
  return `${at} ${error.message ?? "is wrong"}${extra}`;
}

function nameFaults(rule: Rule, path: string): readonly string[] {
  const fileName = path.split(/[\\/]/).at(-1) ?? "";
  const faults = fileName === `${rule.id}.json` ? [] : [`/id is "${rule.id}" but the file is called ${fileName}`];
  if (typeof rule.severity !== "string" && rule.severity.at(-1)?.when !== undefined) faults.push("/severity needs a last case without a condition");
  return faults;
}

interface PlacedCondition {
  readonly at: string;
  readonly condition: Condition;
}

function conditionsOf(rule: Rule): readonly PlacedCondition[] {
  const placed: { at: string; condition: Condition | undefined }[] = [
    { at: "/when", condition: rule.when },
    { at: "/appliesTo/when", condition: rule.appliesTo.when },
    ...rule.advice.map((step, i) => ({ at: `/advice/${i}/when`, condition: step.when })),
    ...rule.contraindications.map(({ when }, i) => ({ at: `/contraindications/${i}/when`, condition: when })),
    ...(typeof rule.severity === "string" ? [] : rule.severity.map(({ when }, i) => ({ at: `/severity/${i}/when`, condition: when }))),
  ];
  return placed.filter((entry): entry is PlacedCondition => entry.condition !== undefined);
}

function conditionFaults(condition: Condition, at: string, unitOf: UnitOf): readonly string[] {
  if ("all" in condition) return condition.all.flatMap((part, i) => conditionFaults(part, `${at}/all/${i}`, unitOf));
  if ("any" in condition) return condition.any.flatMap((part, i) => conditionFaults(part, `${at}/any/${i}`, unitOf));
  if ("not" in condition) return conditionFaults(condition.not, `${at}/not`, unitOf);
  const unit = unitOf(condition.metric);
  if (unit === null) return [`${at}/metric "${condition.metric}" is not in the catalog of metrics`];
  if ("known" in condition) return [];
  if ("in" in condition) return unit === "text" ? [] : [`${at}/in needs a text metric, ${condition.metric} is in ${unit}`];
  if ("than" in condition) {
    const other = unitOf(condition.than.metric);
    if (other === null) return [`${at}/than/metric "${condition.than.metric}" is not in the catalog of metrics`];
    return other === unit ? [] : [`${at}/than compares ${unit} with ${other}`];
  }
  if (condition.unit !== unit) return [`${at}/unit is "${condition.unit}", but ${condition.metric} is in ${unit}`];
  const wanted = unit === "text" ? "string" : unit === "yesNo" ? "boolean" : "number";
  if (typeof condition.value !== wanted) return [`${at}/value must be a ${wanted} for ${condition.metric}`];
  if (wanted !== "number" && condition.op !== "==" && condition.op !== "!=") return [`${at}/op "${condition.op}" needs a number; ${condition.metric} is ${unit}`];
  return [];
}

function rangesOf(rule: Rule): readonly { readonly at: string; readonly range: JdkRange }[] {
  const own = rule.appliesTo.jdk === undefined ? [] : [{ at: "/appliesTo/jdk", range: rule.appliesTo.jdk }];
  return [...own, ...rule.advice.flatMap((step, i) => (step.jdk === undefined ? [] : [{ at: `/advice/${i}/jdk`, range: step.jdk }]))];
}

function rangeFaults(range: JdkRange, at: string): readonly string[] {
  return (range.min ?? 0) > (range.max ?? Number.POSITIVE_INFINITY) ? [`${at} ends (${range.max}) before it begins (${range.min})`] : [];
}

function textsOf(rule: Rule): readonly { readonly at: string; readonly text: string }[] {
  const steps = rule.advice.flatMap((step, i) => [
    { at: `/advice/${i}/do`, text: step.do },
    ...(step.otherwise === undefined ? [] : [{ at: `/advice/${i}/otherwise`, text: step.otherwise }]),
    ...(step.options?.add ?? []).map((text, k) => ({ at: `/advice/${i}/options/add/${k}`, text })),
  ]);
  return [...steps, { at: "/expect", text: rule.expect }, { at: "/price", text: rule.price }];
}

function placeholderFaults(text: string, at: string, unitOf: UnitOf): readonly string[] {
  return placeholdersOf(text).flatMap((name) => {
    if (name.includes(".")) return unitOf(name) === null ? [`${at} names "${name}", which is not in the catalog of metrics`] : [];
    return CALCULATIONS.has(name) ? [] : [`${at} names "${name}", which is no calculation (${[...CALCULATIONS.keys()].join(", ")})`];
  });
}
