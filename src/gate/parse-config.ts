import { Ajv, type ErrorObject } from "ajv";
import { PauselineError } from "../errors/pauseline-error.js";
import { type Acceptable, CONFIG_SCHEMA, type PresetName } from "../schema/config-schema.js";
import { JsonSyntaxError, type PlacedJson, pointerStep, readPlacedJson, type TextPlace } from "../schema/json-places.js";
import { quoteWord } from "../jvm-options/split-words.js";
import { parseDurationMs } from "../units/parse-quantity.js";
import { type Config, type ConfiguredLimit, DEFAULT_TOLERANCE, type GateConfig, type PhaseWindow, type Tolerance } from "./config.js";
import { suggestWord } from "./suggest-word.js";

const validate = new Ajv({ allErrors: false, strict: true, strictTypes: false, allowUnionTypes: true }).compile(CONFIG_SCHEMA);

/** The file once the schema has accepted it. */
interface ConfigFile {
  readonly slo?: readonly string[];
  readonly heap?: string;
  readonly memory?: string;
  readonly jdk?: number;
  readonly cpus?: number;
  readonly jvmOptions?: string | readonly string[];
  readonly objective?: string;
  readonly rules?: string;
  readonly latency?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly skipWarmup?: string;
  readonly gate?: {
    readonly preset?: PresetName;
    readonly limits?: readonly (string | { readonly limit: string; readonly why?: string })[];
    readonly phases?: Readonly<Record<string, { readonly from?: string; readonly to?: string; readonly skipWarmup?: string }>>;
    readonly baseline?: string;
    readonly tolerance?: Readonly<Record<string, string>>;
    readonly minimumDuration?: string;
    readonly minimumPauses?: number;
    readonly accept?: readonly Acceptable[];
    readonly silent?: boolean;
  };
}

/** Command-line options by property of the file. */
const OPTION_OF = {
  slo: "slo", heap: "heap", memory: "memory", jdk: "jdk", cpus: "cpus", jvmOptions: "jvm-options", objective: "objective",
  rules: "rules", latency: "latency", from: "from", to: "to", skipWarmup: "skip-warmup",
} as const;

/**
 * Reads the text of a `pauseline.json`. Throws a usage error with line and column of the first mistake, and the word that
 * was probably meant.
 */
export function parseConfig(text: string, path: string): Config {
  const placed = parsePlaced(text, path);
  if (!validate(placed.value)) throw schemaFault(validate.errors ?? [], placed, path);
  const file = placed.value as ConfigFile;
  const analysis = new Map<string, string | readonly string[]>();
  for (const [property, option] of Object.entries(OPTION_OF)) {
    const value = file[property as keyof typeof OPTION_OF];
    if (value === undefined) continue;
    // A list of JVM options is a list of words; on the command line they are words of one text.
    const isWords = option === "jvm-options" && typeof value === "object";
    analysis.set(option, isWords ? value.map(quoteWord) : typeof value === "object" ? value : String(value));
  }
  return { path, analysis, gate: gateOf(file.gate ?? {}, placed, path) };
}

function parsePlaced(text: string, path: string): PlacedJson {
  try {
    return readPlacedJson(text);
  } catch (cause) {
    if (!(cause instanceof JsonSyntaxError)) throw cause;
    throw new PauselineError("usage", `no JSON: ${cause.message}`, { path, ...cause.place, hint: "correct the file", cause });
  }
}

function gateOf(gate: NonNullable<ConfigFile["gate"]>, placed: PlacedJson, path: string): GateConfig {
  const limits = (gate.limits ?? []).map((limit, index): ConfiguredLimit => {
    const pointer = `/gate/limits/${index}${typeof limit === "string" ? "" : "/limit"}`;
    const at = ({ line, column }: TextPlace): string => `${path}:${line}:${column}`;
    return {
      expression: typeof limit === "string" ? limit : limit.limit,
      why: typeof limit === "string" ? null : (limit.why ?? null),
      origin: at(placed.placeOf(pointer)),
      originAt: (index) => at(placed.placeInText(pointer, index)),
    };
  });
  const phases = Object.entries(gate.phases ?? {}).map(([name, window]): [string, PhaseWindow] => [
    name,
    { from: window.from ?? null, to: window.to ?? null, skipWarmup: window.skipWarmup ?? null },
  ]);
  return {
    preset: gate.preset ?? null,
    limits,
    phases: new Map(phases),
    baseline: gate.baseline ?? null,
    tolerance: toleranceOf(gate),
    accept: gate.accept ?? [],
    silent: gate.silent ?? false,
  };
}

function toleranceOf({ tolerance = {}, minimumDuration, minimumPauses }: NonNullable<ConfigFile["gate"]>): Tolerance {
  const share = (name: string, otherwise: number): number => (tolerance[name] === undefined ? otherwise : Number.parseFloat(tolerance[name]) / 100);
  const ms = (text: string | undefined, otherwise: number): number => (text === undefined ? otherwise : (parseDurationMs(text) ?? otherwise));
  const standard = DEFAULT_TOLERANCE;
  return {
    pauses: share("pauses", standard.pauses),
    pausesAtLeastMs: ms(tolerance["pausesAtLeast"], standard.pausesAtLeastMs),
    tail: share("tail", standard.tail),
    overhead: share("overhead", standard.overhead),
    overheadAtLeast: share("overheadAtLeast", standard.overheadAtLeast),
    latency: share("latency", standard.latency),
    latencyAtLeastMs: ms(tolerance["latencyAtLeast"], standard.latencyAtLeastMs),
    load: share("load", standard.load),
    runNoise: share("runNoise", standard.runNoise),
    minimumMs: ms(minimumDuration, standard.minimumMs),
    minimumPauses: minimumPauses ?? standard.minimumPauses,
  };
}

/** The deepest mistake is the one to show: errors of `if` and of its outer levels only repeat it. */
function schemaFault(errors: readonly ErrorObject[], placed: PlacedJson, path: string): PauselineError {
  const [error] = errors.filter(({ keyword }) => keyword !== "if");
  if (error === undefined) return new PauselineError("usage", "the configuration is wrong", { path, hint: "pauseline schema config shows what it may hold" });
  const at = error.instancePath === "" ? "the configuration" : error.instancePath;
  const unknown = error.params["additionalProperty"] as string | undefined;
  if (unknown !== undefined) {
    const names = Object.keys((error.parentSchema ?? schemaAt(error.schemaPath))["properties"] ?? {});
    return new PauselineError("usage", `${at} has no property "${unknown}"`, { path, ...placed.placeOf(error.instancePath + pointerStep(unknown), "key"), hint: suggestWord(unknown, names) });
  }
  const place = placed.placeOf(error.instancePath);
  const allowed = error.params["allowedValues"] as readonly unknown[] | undefined;
  if (allowed !== undefined) {
    const value = JSON.stringify(valueAt(placed.value, error.instancePath));
    return new PauselineError("usage", `${at}: ${value} is not known`, { path, ...place, hint: suggestWord(value.replaceAll('"', ""), allowed.map(String)) });
  }
  return new PauselineError("usage", `${at}: ${JSON.stringify(valueAt(placed.value, error.instancePath))} ${error.message ?? "is wrong"}`, { path, ...place, hint: hintFor(error) });
}

const EXAMPLES: readonly (readonly [RegExp, string])[] = [
  [/^\/slo/, 'write a promise as "p99=50ms"'],
  [/^\/(heap|memory)$/, 'write a size as "8g" or "512m"'],
  [/^\/gate\/tolerance\/\w+AtLeast$/, 'write an amount with its unit, "1ms" for pauses and latency, "0.1%" for overhead'],
  [/^\/gate\/tolerance/, 'write a share as "10%"'],
  [/(skipWarmup|minimumDuration)$/, 'write a duration as "30s" or "5m"'],
];

function hintFor({ instancePath }: ErrorObject): string {
  return EXAMPLES.find(([pattern]) => pattern.test(instancePath))?.[1] ?? "pauseline schema config shows what the file may hold";
}

/** The part of the schema that an error names: `#/properties/gate/additionalProperties` → the schema of gate. */
function schemaAt(schemaPath: string): Readonly<Record<string, object>> {
  let schema: unknown = CONFIG_SCHEMA;
  for (const step of schemaPath.replace(/^#\//, "").split("/").slice(0, -1)) schema = (schema as Readonly<Record<string, unknown>>)[decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~")];
  return schema as Readonly<Record<string, object>>;
}

function valueAt(value: unknown, pointer: string): unknown {
  let at = value;
  for (const step of pointer.split("/").slice(1)) at = (at as Readonly<Record<string, unknown>>)[step.replaceAll("~1", "/").replaceAll("~0", "~")];
  return at;
}
