import { gzipSync } from "node:zlib";
import { makeArchive } from "./archives.js";
import { createDice, type Dice } from "./dice.js";
import { HOSTILE_WORDS } from "./hostile-words.js";
import { disturbBytes, mutateBytes } from "./mutate-bytes.js";
import { mutateJson, mutateLeaves } from "./mutate-json.js";
import { mutateRecording } from "./mutate-recording.js";
import { mutateText } from "./mutate-text.js";
import type { FuzzKind } from "./seeds.js";

/** Files to write into a folder, and the command line over them; `{}` stands for the folder. */
export interface FuzzCase {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly args: readonly string[];
  /** Statuses that such a command line may end in. */
  readonly statuses: readonly number[];
}

/** Real material that cases are made of. */
export interface CaseMaterial {
  readonly seeds: Readonly<Record<FuzzKind, readonly Uint8Array[]>>;
  /** A small log of the sane kind, for cases whose fuzzed part is something else. */
  readonly saneLog: string;
}

/** Case `number` of a kind; the same bytes for the same seeds everywhere. */
export function makeCase(kind: FuzzKind, number: number, { seeds, saneLog }: CaseMaterial, size: "small" | "large" = "small"): FuzzCase {
  const dice = createDice(number);
  switch (kind) {
    case "rules":
      return makeRulesCase(seeds.rules, saneLog, dice);
    case "config":
      return makeConfigCase(saneLog, dice);
    case "latency":
      return {
        files: [{ name: "latency", bytes: mutated(kind, seeds.latency, dice, size) }],
        args: ["analyze", saneLog, "--latency", "{}/latency", "--format", "json", "--format", "markdown"],
        statuses: [0, 3],
      };
    default: {
      const files = makeInputs(kind, seeds, dice, size);
      const args = argumentsFor(files.map(({ name }) => `{}/${name}`), dice);
      // A time window over an input without a clock is a mistake of the command line.
      return { files, args, statuses: args.includes("--skip-warmup") ? [0, 2, 3] : [0, 3] };
    }
  }
}

function makeInputs(kind: FuzzKind, seeds: CaseMaterial["seeds"], dice: Dice, size: "small" | "large"): FuzzCase["files"] {
  if (kind === "archive") {
    const archive = makeArchive(seeds.unified, dice);
    return [{ name: "input", bytes: dice.chance(0.6) ? mutateBytes(archive, archive, dice) : archive }];
  }
  const bytes = mutated(kind, seeds[kind], dice, size);
  if (dice.chance(0.15)) {
    const cut = dice.below(bytes.length);
    const parts = [{ name: "a", bytes: bytes.subarray(cut) }, { name: "b", bytes: bytes.subarray(0, cut) }].filter((part) => part.bytes.length > 0);
    return dice.chance(0.5) ? parts : parts.toReversed();
  }
  // A second witness or a second life beside it.
  if (dice.chance(0.1)) return [{ name: "a", bytes }, { name: "b", bytes: dice.pick(seeds[dice.pick(["jfr", "unified", "jfr-json"] as const)]) }];
  return [{ name: "input", bytes: dice.chance(0.1) ? gzipSync(bytes, { level: 1 }) : bytes }];
}

function mutated(kind: FuzzKind, seeds: readonly Uint8Array[], dice: Dice, size: "small" | "large"): Uint8Array {
  const seed = dice.pick(seeds);
  const other = dice.pick(seeds);
  if (kind === "jfr") {
    if (dice.chance(0.6)) return mutateRecording(seed, dice);
    return dice.chance(0.6) ? disturbBytes(seed, dice) : mutateBytes(seed, other, dice);
  }
  if (kind === "jfr-json" && dice.chance(0.5)) return mutateJson(seed, dice);
  return mutateText(seed, other, dice, size);
}

const OPTIONS: readonly (readonly string[])[] = [
  ["--slo", "p99=50ms"], ["--slo", "max=1us", "--slo", "p99.9=10s"], ["--heap", "8g"], ["--memory", "1k"], ["--jdk", "21"], ["--cpus", "1"], ["--objective", "throughput"], ["--objective", "footprint"],
  ["--per-input"], ["--explain-lines"], ["--skip-warmup", "1s"], ["--jvm-options=-Xmx1g -XX:+UseParallelGC"], ["--jvm-options", "-Dpassword=x"],
];

function argumentsFor(inputs: readonly string[], dice: Dice): readonly string[] {
  if (dice.chance(0.4)) return ["timeline", ...inputs, "--format", dice.pick(["ndjson", "csv"])];
  const options = Array.from({ length: dice.below(4) }, () => dice.pick(OPTIONS)).flat();
  return ["analyze", ...inputs, "--format", "json", "--format", "markdown", "--format", "text", ...options];
}

function makeRulesCase(seeds: readonly Uint8Array[], saneLog: string, dice: Dice): FuzzCase {
  const seed = dice.pick(seeds);
  const bytes = mutateDocument(seed, dice.pick(seeds), dice);
  const named = /"id"\s*:\s*"([a-z0-9-]{1,60})"/.exec(Buffer.from(bytes).toString("latin1"));
  const files: { name: string; bytes: Uint8Array }[] = [{ name: `rules/${dice.chance(0.8) ? `own-${dice.below(100)}` : (named?.[1] ?? "own")}.json`, bytes }];
  // A rule whose id is its file's name gets past the first checks.
  if (dice.chance(0.7)) files[0] = { name: "rules/own-rule.json", bytes: Buffer.from(Buffer.from(bytes).toString("utf8").replace(/"id"\s*:\s*"[^"]*"/, '"id":"own-rule"').replace(/"code"\s*:\s*"[^"]*"/, '"code":"OWN1"')) };
  if (dice.chance(0.2)) files.push({ name: "rules/overrides.json", bytes: mutateJson(Buffer.from('[{"id":"heap-leak","reason":"known","severity":"info","thresholds":{"share":0.5}}]'), dice) });
  return dice.chance(0.5)
    ? { files, args: ["rules", "check", "{}/rules"], statuses: [0, 1] }
    : { files, args: ["analyze", saneLog, "--rules", "{}/rules", "--format", "json", "--format", "markdown"], statuses: [0, 2] };
}

/** Half of the documents stay valid in shape; of the others, most stay JSON. */
function mutateDocument(seed: Uint8Array, other: Uint8Array, dice: Dice): Uint8Array {
  if (dice.chance(0.5)) return mutateLeaves(seed, dice);
  return dice.chance(0.8) ? mutateJson(seed, dice) : mutateBytes(seed, other, dice);
}

const CONFIGS: readonly string[] = [
  '{"slo":["p99=50ms"],"heap":"8g","memory":"16g","objective":"latency","skipWarmup":"1s","gate":{"limits":["pauses.p99Ms < 50ms",{"limit":"overhead.pauseRatio < 5%","why":"promised"}],"minimumPauses":5,"minimumDuration":"10s"}}',
  '{"jdk":21,"cpus":4,"jvmOptions":["-Xmx1g"],"from":"1s","to":"20s","gate":{"preset":"web-service","phases":{"steady":{"from":"2s","to":"10s"}},"tolerance":{"pauses":"10%"},"accept":["load"],"silent":true}}',
];

function makeConfigCase(saneLog: string, dice: Dice): FuzzCase {
  const seed = Buffer.from(dice.pick(CONFIGS));
  const bytes = mutateDocument(seed, Buffer.from(dice.pick(HOSTILE_WORDS)), dice);
  return { files: [{ name: "pauseline.json", bytes }], args: [dice.chance(0.5) ? "analyze" : "gate", saneLog, "--config", "{}/pauseline.json", "--format", "json"], statuses: [0, 1, 2, 4] };
}
