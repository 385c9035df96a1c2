import type { Analysis, CorrelationReport, Recommendation } from "../analysis/analysis.js";
import { formatCount, formatShare } from "../units/format-quantity.js";
import { formatDuration, formatMs } from "../units/format-time.js";
import { describeAgainstPromise, describePercentile } from "./figures.js";

/** What every form of the report says first; plain text, not escaped. */
export interface Headline {
  /** `Tune: humongous objects start the full collections`. */
  readonly verdict: string;
  /** The measured facts in one sentence. */
  readonly finding: string;
  /** What to do first; null when nothing is to be done. */
  readonly firstStep: string | null;
}

const VERDICTS: Readonly<Record<Analysis["verdict"], { readonly alone: string; readonly before: string }>> = {
  healthy: { alone: "Healthy: nothing to change", before: "Healthy" },
  tune: { alone: "Tune the collector", before: "Tune" },
  "switch-collector": { alone: "Switch the collector", before: "Switch the collector" },
  "application-problem": { alone: "Look at the application, not at the collector", before: "Look at the application" },
  "insufficient-data": { alone: "Too little evidence to judge", before: "Too little evidence to judge" },
};

const EXPLAINED: Readonly<Record<CorrelationReport["verdict"], string>> = {
  "gc-explains": ", slow ones explained by pauses",
  "gc-contributes": ", slow ones partly explained by pauses",
  "gc-innocent": ", slow ones not explained by pauses",
  inconclusive: "",
};

/** The first three lines of the report. */
export function writeHeadline(analysis: Analysis): Headline {
  const first = analysis.recommendations.find(({ when }) => when === "now");
  const words = VERDICTS[analysis.verdict];
  const isCalm = analysis.verdict === "healthy" || analysis.verdict === "insufficient-data";
  return {
    verdict: first === undefined || isCalm ? words.alone : `${words.before}: ${first.title}`,
    finding: `${describeJvm(analysis)}: ${describePauses(analysis)}.`,
    firstStep: first === undefined || analysis.verdict === "healthy" ? null : describeStep(first),
  };
}

/** Collector, JDK and time observed, as far as the input tells. */
function describeJvm({ jvm, span }: Analysis): string {
  const version = jvm.version ?? (jvm.jdk === null ? null : String(jvm.jdk));
  const who = `${jvm.collector ?? "Unknown collector"} on ${version === null ? "an unknown JDK" : `JDK ${version}`}`;
  const runs = span.runs > 1 ? ` in ${formatCount(span.runs)} JVM lives` : "";
  return span.durationMs === null ? `${who}, time span not known${runs}` : `${who}, ${formatDuration(span.durationMs)}${runs}`;
}

function describePauses({ pauses, details, overhead, latency, correlation, stalls }: Analysis): string {
  if (pauses.count === 0) return "no pauses in the input";
  const [slo] = details.slo;
  const parts: string[] = [];
  if (slo === undefined) parts.push(`pauses ${describePercentile(pauses, "p99")}`);
  else parts.push(`promised ${slo.name} ${formatMs(slo.limitMs)}, pauses alone ${describeAgainstPromise(pauses, slo.name)}`);
  if (latency?.p99Ms != null) parts.push(`requests p99 ${formatMs(latency.p99Ms)} (n=${formatCount(latency.requests)})${correlation === null ? "" : EXPLAINED[correlation.verdict]}`);
  if (stalls.count > 0) parts.push(`${formatCount(stalls.count)} stalls of up to ${formatMs(stalls.maxMs)}`);
  if (overhead.pauseRatio !== null) parts.push(`${formatShare(overhead.pauseRatio)} of the time paused`);
  return parts.join("; ");
}

function describeStep({ jvmOptions: { add, remove }, actions, title }: Recommendation): string {
  if (add.length > 0 && remove.length > 0) return `replace ${remove.join(" ")} with ${add.join(" ")}`;
  if (add.length > 0) return `add ${add.join(" ")}`;
  if (remove.length > 0) return `remove ${remove.join(" ")}`;
  return (actions[0] ?? title).replace(/\.$/, "");
}
