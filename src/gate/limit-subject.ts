import { findMetric, METRICS } from "../metrics/catalog.js";
import { ANALYSIS_SCHEMA } from "../schema/analysis-schema.js";
import type { JsonSchema } from "../schema/json-schema.js";
import type { Unit } from "../units/unit.js";
import type { LimitSubject } from "./limit.js";

/** Short names that people use, with what they stand for. */
export const ALIASES: ReadonlyMap<string, string> = new Map([
  ["fullGcs", "pauses.full.count"],
  ["overhead", "overhead.pauseRatio"],
  ["throughput", "overhead.throughputShare"],
  ["gcCpu", "overhead.gcCpuRatio"],
  ["delay.p50", "requests.delayP50Ms"],
  ["delay.p95", "requests.delayP95Ms"],
  ["delay.p99", "requests.delayP99Ms"],
  ["delay.p999", "requests.delayP999Ms"],
  ["allocationRate", "heap.allocationRateBytesPerSec"],
  ["promotionRate", "heap.promotionRateBytesPerSec"],
  ["liveSet", "heap.liveSetBytes"],
  ["leak", "heap.liveSetTrendBytesPerHour"],
  ["evacuationFailures", "g1.evacuationFailureCount"],
  ["degeneratedGcs", "shenandoah.degeneratedCount"],
  ["stalls", "stalls.count"],
  ["unreadLines", "log.unreadShare"],
]);

/** Endings that a name may leave out: `pauses.p99` is `pauses.p99Ms`. `p99.9` and `p999` are the same. */
const ENDINGS = ["", "Ms", "Count", "Share", "Ratio", "Bytes", "BytesPerSec", "BytesPerHour"] as const;

/**
 * What a name may stand for: an alias, a metric of the catalog, or a place in the analysis. Several where a left-out ending is
 * open (`heap.maxUsed`: bytes or a share); the unit of the value decides then. Empty when it is nothing.
 */
export function findSubjects(segments: readonly string[]): readonly LimitSubject[] {
  const isLong = segments.at(-2) === "p99" && segments.at(-1) === "9";
  const written = isLong ? [...segments.slice(0, -2), "p999"] : segments;
  const path = ALIASES.get(written.join("."))?.split(".") ?? written;
  const metrics = ENDINGS.flatMap((ending): readonly LimitSubject[] => {
    const name = path.join(".") + ending;
    const metric = findMetric(name);
    return metric === undefined ? [] : [{ from: "catalog", name, unit: metric.unit }];
  });
  if (metrics.length > 0) return metrics;
  return ENDINGS.flatMap((ending): readonly LimitSubject[] => {
    const ended = [...path.slice(0, -1), `${path.at(-1) ?? ""}${ending}`];
    const schema = schemaOf(ended);
    const unit = schema === null ? null : unitOf(schema, ended.at(-1) ?? "");
    return unit === null ? [] : [{ from: "analysis", name: nameOf(ended), path: ended, unit }];
  });
}

/** The words that a subject can be, where the contract lists them; null where any text is possible. */
export function wordsOf({ name, unit }: LimitSubject): readonly string[] | null {
  const words = unit === "text" ? schemaOf(name.split("."))?.["enum"] : undefined;
  return Array.isArray(words) ? words.filter((word) => typeof word === "string") : null;
}

/** All names that a limit may use, aliases first; for suggestions. */
export function knownNames(): readonly string[] {
  const contract: string[] = [];
  collectNames(ANALYSIS_SCHEMA, [], contract);
  return [...ALIASES.keys(), ...METRICS.map(({ name }) => name), ...METRICS.map(({ name }) => name.replace(/(Ms|Count|Share|Ratio|Bytes)$/, "")), ...contract];
}

function nameOf(path: readonly string[]): string {
  return path.map((segment, index) => (/^[A-Za-z][A-Za-z0-9]*$/.test(segment) ? (index === 0 ? segment : `.${segment}`) : `["${segment}"]`)).join("");
}

/** The part of the schema that describes a place of the analysis; null when there is no such place. */
function schemaOf(path: readonly string[]): JsonSchema | null {
  let schema: JsonSchema = ANALYSIS_SCHEMA;
  for (const segment of path) {
    const properties = schema["properties"] as Readonly<Record<string, JsonSchema>> | undefined;
    const more = schema["additionalProperties"];
    const next: unknown = properties !== undefined && Object.hasOwn(properties, segment) ? properties[segment] : typeof more === "object" && more !== null ? more : undefined;
    if (next === undefined) return null;
    schema = resolve(next as JsonSchema);
  }
  return schema;
}

/** Follows references, and the part of a choice that is not null. */
function resolve(schema: JsonSchema): JsonSchema {
  const reference = schema["$ref"] as string | undefined;
  if (reference !== undefined) return (ANALYSIS_SCHEMA["definitions"] as Readonly<Record<string, JsonSchema>>)[reference.replace("#/definitions/", "")] ?? schema;
  const choices = schema["anyOf"] as readonly JsonSchema[] | undefined;
  return choices === undefined ? schema : resolve(choices.find(({ type }) => type !== "null") ?? schema);
}

const UNIT_OF_ENDING: readonly (readonly [RegExp, Unit])[] = [
  [/Ms$/, "ms"],
  [/BytesPerSec(ond)?$/, "bytesPerSecond"],
  [/BytesPerHour$/, "bytesPerHour"],
  [/Bytes$|^bytes$/, "bytes"],
  [/(Share|Ratio|utilization)$/, "share"],
];

/** Unit of a plain value by its name, as the contract names things; null for objects and lists, which cannot be compared. */
function unitOf(schema: JsonSchema, name: string): Unit | null {
  const words = schema["enum"];
  const types = [schema["type"]].flat();
  if (words !== undefined || types.includes("string")) return "text";
  if (types.includes("boolean")) return "yesNo";
  if (types.includes("integer") || types.includes("number")) return UNIT_OF_ENDING.find(([ending]) => ending.test(name))?.[1] ?? (name === "pValue" ? "ratio" : "count");
  return null;
}

function collectNames(schema: JsonSchema, path: readonly string[], into: string[]): void {
  const properties = resolve(schema)["properties"] as Readonly<Record<string, JsonSchema>> | undefined;
  if (path.length > 3) return;
  for (const [name, property] of Object.entries(properties ?? {})) {
    if (name === "details") continue;
    if (unitOf(resolve(property), name) !== null) into.push([...path, name].join("."));
    collectNames(property, [...path, name], into);
  }
}
