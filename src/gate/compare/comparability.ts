import { formatBytes, formatCount, formatRate } from "../../units/format-quantity.js";
import { threeDigits } from "../../units/digits.js";
import { formatDuration } from "../../units/format-time.js";
import type { Acceptable } from "../../schema/config-schema.js";
import type { Tolerance } from "../config.js";
import { pauseCount, type RunFacts } from "./run-facts.js";

/** A reason against a verdict. */
export interface Obstacle {
  /** What differs or is missing: "heap size", "length after warm-up". */
  readonly about: string;
  readonly found: string;
  readonly needed: string;
  readonly sentence: string;
}

/** Whether two sides may be compared. */
export interface Comparability {
  /** Reasons against a verdict; empty when there are none. */
  readonly obstacles: readonly Obstacle[];
  /** What a reader should know, without consequence: another collector, something not known, an accepted difference. */
  readonly remarks: readonly string[];
}

/** Heap sizes that differ less are the same size, given in other units. */
const SAME_HEAP = 0.02;
/**
 * A collector that works gets about one second of processor time a second of pause, or more with several threads. Ordinary runs
 * on shared machines had 0.7 to 2, runs on an overloaded one 0.03 to 0.2: those differ from each other by factors, and tell about
 * the neighbors only. A quota below a third of a processor looks the same, and has to be declared.
 */
const PAUSE_CPU_LEAST = 0.3;

/**
 * Checks what makes two sides comparable, before anything is compared: the same load, JDK, heap and CPUs, a machine that let the
 * JVM run, and enough of both.
 * The load is the request rate where both sides have requests, otherwise the allocation rate, which also moves when the program
 * allocates more; then somebody has to say that the load was the same. Another collector is a difference to be measured.
 */
export function checkComparability(before: readonly RunFacts[], after: readonly RunFacts[], tolerance: Tolerance, accepted: readonly Acceptable[]): Comparability {
  const obstacles: Obstacle[] = [];
  const remarks: string[] = [];
  const differ = (what: Acceptable, about: string, found: string, sentence: string): void => {
    if (accepted.includes(what)) remarks.push(`${sentence} (accepted)`);
    else obstacles.push({ about, found, needed: "the same on both sides", sentence: `${sentence}; if that is meant to be, --accept ${what}` });
  };

  compareFact("jdk", "JDK", (run) => run.jdk, (jdk) => `JDK ${jdk}`, 0);
  compareFact("heap", "heap size", (run) => run.heapMaxBytes, formatBytes, SAME_HEAP);
  compareFact("cpus", "number of CPUs", (run) => run.cpus, formatCount, 0);
  const [beforeCollectors, afterCollectors] = [before, after].map((side) => [...new Set(side.map(({ collector }) => collector ?? "not known"))].sort().join(", "));
  if (beforeCollectors !== afterCollectors) remarks.push(`Another collector: ${beforeCollectors} before, ${afterCollectors} after`);
  compareLoad();
  checkMachine();
  for (const [name, side] of [["before", before], ["after", after]] as const) checkLength(name, side);
  return { obstacles, remarks };

  function compareFact(what: Acceptable, name: string, of: (run: RunFacts) => number | null, format: (value: number) => string, within: number): void {
    const known = [before, after].map((side) => side.map(of).filter((value) => value !== null));
    const [first = [], second = []] = known;
    if (first.length === 0 || second.length === 0) {
      remarks.push(`The ${name} is not known on ${first.length === 0 && second.length === 0 ? "either side" : first.length === 0 ? "the side before" : "the side after"}`);
      return;
    }
    const all = [...first, ...second];
    if (Math.max(...all) <= Math.min(...all) * (1 + within)) return;
    const list = (values: readonly number[]): string => [...new Set(values.map(format))].join(", ");
    differ(what, name, `${list(first)} → ${list(second)}`, `Another ${name}: ${list(first)} before, ${list(second)} after`);
  }

  function compareLoad(): void {
    const requests = meansOf(({ requestsPerSecond }) => requestsPerSecond);
    const [what, [first, second], format] = requests.includes(null)
      ? (["allocation rate", meansOf(({ allocationRateBytesPerSec }) => allocationRateBytesPerSec), (rate: number) => formatRate(rate, "bytesPerSecond")] as const)
      : (["request rate", requests, (rate: number) => formatRate(rate, "perSecond")] as const);
    if (first == null || second == null) {
      differ("load", "load", "not known", "Whether the load was the same cannot be seen: neither requests nor an allocation rate on both sides");
      return;
    }
    if (Math.max(first, second) <= Math.min(first, second) * (1 + tolerance.load)) return;
    const cause = what === "request rate" ? "" : ", so either the load differs or the program allocates differently";
    differ("load", what, `${format(first)} → ${format(second)}`, `Another ${what}: ${format(first)} before, ${format(second)} after${cause}`);
  }

  /** Pauses in which the collector did not get the processor are long for a reason that is not in the program. */
  function checkMachine(): void {
    const held = [...before, ...after].filter(({ pauseCpuRatio }) => pauseCpuRatio !== null && pauseCpuRatio < PAUSE_CPU_LEAST);
    const least = Math.min(...held.map(({ pauseCpuRatio }) => pauseCpuRatio as number));
    const [worst] = held.filter(({ pauseCpuRatio }) => pauseCpuRatio === least);
    if (worst === undefined) return;
    const found = `at most ${threeDigits(least)} s of processor time by second of pause`;
    const sentence = `The machine held the JVM up: ${found} in ${worst.source}, so the pauses tell about the machine and not about the program; measure on a quiet one, or --accept machine where a small CPU quota is meant to be`;
    if (accepted.includes("machine")) remarks.push(`${sentence} (accepted)`);
    else obstacles.push({ about: "machine", found, needed: `at least ${PAUSE_CPU_LEAST} s`, sentence });
  }

  function meansOf(of: (run: RunFacts) => number | null): readonly [number | null, number | null] {
    const mean = (side: readonly RunFacts[]): number | null => {
      const known = side.map(of).filter((value) => value !== null);
      return known.length < side.length || known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
    };
    return [mean(before), mean(after)];
  }

  function checkLength(name: string, side: readonly RunFacts[]): void {
    const wallMs = side.reduce((sum, run) => sum + run.wallMs, 0);
    const pauses = side.reduce((sum, run) => sum + pauseCount(run), 0);
    const tooLittle = (about: string, found: string, needed: string, what = ""): void =>
      void obstacles.push({ about: `${about} after warm-up, ${name}`, found, needed: `at least ${needed}`, sentence: `Only ${found}${what} after warm-up ${name}; a verdict needs ${needed}` });
    if (wallMs < tolerance.minimumMs) tooLittle("length", formatDuration(wallMs), formatDuration(tolerance.minimumMs));
    if (pauses < tolerance.minimumPauses) tooLittle("pauses", formatCount(pauses), formatCount(tolerance.minimumPauses), " pauses");
  }
}
