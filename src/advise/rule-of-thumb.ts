import type { Details } from "../analysis/analysis.js";
import { formatBytes } from "../units/format-quantity.js";
import { formatMs } from "../units/format-time.js";
import { numberOf } from "./calculation.js";
import { pauseTargetForSlo } from "./g1-calculations.js";
import type { Measure } from "./judge-condition.js";
import type { Finding } from "./judge-rule.js";

const TEN_GIGABYTES = 10 * 2 ** 30;

/** What heap size and promise alone say: "G1", "ZGC", "open" between both, or null without them. */
function collectorByThumb(heapBytes: number | null, sloMs: number | null): "G1" | "ZGC" | "open" | null {
  if (heapBytes !== null && heapBytes > TEN_GIGABYTES) return "ZGC";
  if (sloMs === null) return null;
  if (sloMs < 10) return "ZGC";
  if (heapBytes === null) return null;
  return sloMs > 50 ? "G1" : "open";
}

/** The options that go with ZGC on a release, or none where it is not for production or the release is unknown. */
function zgcOptions(jdk: number | null): readonly string[] {
  if (jdk === null || jdk < 15) return [];
  return jdk === 21 || jdk === 22 ? ["-XX:+UseZGC", "-XX:+ZGenerational"] : ["-XX:+UseZGC"];
}

/**
 * The founding rule of thumb (below 10 GB and above 50 ms: G1; above 10 GB or below 10 ms: ZGC) beside what the evidence says.
 * `choice` is the fired finding about the choice of a collector, if there is one.
 */
export function applyRuleOfThumb(measure: Measure, choice: Finding | undefined, isShort: boolean): Details["ruleOfThumb"] {
  const heap = numberOf(measure, "heap.maxCapacityBytes");
  const slo = numberOf(measure, "slo.limitMs");
  const jdk = numberOf(measure, "jvm.jdk");
  const running = String(measure("jvm.collector").value ?? "an unknown collector");
  const advised = collectorByThumb(heap, slo);
  const facts = `heap ${heap === null ? "unknown" : formatBytes(heap)}, promise ${slo === null ? "not given" : formatMs(slo)}`;
  const isSame = advised === "G1" ? running === "G1" : running === "ZGC" || running === "GenZGC";
  const evidence = choice === undefined ? stay(measure, running, isShort) : choice.rule.title;
  const differs = advised !== null && advised !== "open" && (choice === undefined ? !isSame : !choice.rule.title.includes(advised));
  return {
    verdict: thumbSentence(advised, facts),
    evidence,
    differs,
    reason: differs ? `The rule of thumb knows only heap size and promise; the log shows ${choice === undefined ? reasonToStay(measure) : choice.rule.why}` : "",
    options: advised === "G1" ? g1Options(measure, jdk) : advised === "ZGC" ? zgcOptions(jdk) : [],
  };
}

function thumbSentence(advised: ReturnType<typeof collectorByThumb>, facts: string): string {
  if (advised === null) return `Rule of thumb: cannot be applied (${facts})`;
  if (advised === "open") return `Rule of thumb: silent between 10 and 50 ms (${facts}); the evidence decides`;
  return `Rule of thumb: ${advised} (${facts})`;
}

function g1Options(measure: Measure, jdk: number | null): readonly string[] {
  const goal = pauseTargetForSlo(measure);
  return jdk === null ? [] : ["-XX:+UseG1GC", ...(goal === null ? [] : [`-XX:MaxGCPauseMillis=${goal.text}`])];
}

function stay(measure: Measure, running: string, isShort: boolean): string {
  const isBroken = measure("slo.isBrokenByPauses").value;
  if (isShort) return `Evidence: the log is too short to argue for leaving ${running}`;
  if (isBroken === false) return `Evidence: stay with ${running}; its pauses keep the promise`;
  if (isBroken === true) return `Evidence: pauses of ${running} break the promise, and its own settings come first`;
  return `Evidence: nothing in the log asks to leave ${running}`;
}

function reasonToStay(measure: Measure): string {
  const p99 = numberOf(measure, "pauses.p99Ms");
  return p99 === null ? "no pauses that ask for another collector" : `pauses of ${formatMs(p99)} at the 99th percentile, which do not ask for another collector`;
}
