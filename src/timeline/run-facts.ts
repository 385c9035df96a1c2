import type { Collector, JvmFact, JvmOptions } from "../events/gc-event.js";
import type { JdkRange, JvmFacts } from "./timeline.js";
import { splitWords } from "../jvm-options/split-words.js";

/** Collects what one JVM life says about itself; the first value of a fact wins, as later ones are repeats. */
export class RunFacts {
  private readonly values = new Map<string, string | number>();
  private options: { texts: string[]; areFlags: boolean } | null = null;

  addFact(fact: JvmFact): void {
    if (fact.name !== "other" && !this.values.has(fact.name)) this.values.set(fact.name, fact.value);
    for (const more of fact.also ?? []) this.addFact(more);
  }

  /** The command line beats the JVM's own list of flag values, which holds ergonomic ones too. */
  addOptions(options: JvmOptions): void {
    const areFlags = options.origin === "flags";
    if (this.options !== null && (areFlags || !this.options.areFlags)) return;
    this.options = { texts: splitWords(options.text), areFlags };
  }

  get hasVersion(): boolean {
    return this.values.has("version");
  }

  get startEpochMs(): number {
    return this.number("jvmStartEpochMs") ?? Number.NaN;
  }

  /** What the facts add to the name in the `Using …` line: ZGC and Shenandoah each come with and without generations. */
  refineCollector(collector: Collector | null): Collector | null {
    if (collector === "ZGC" && this.number("zgcGenerations") === 2) return "GenZGC";
    if (collector === "Shenandoah" && this.text("shenandoahMode") === "Generational") return "GenShenandoah";
    return collector;
  }

  /** The facts; `evidence` says which releases fit the messages, for logs that do not print their version. */
  finish(evidence: JdkRange | null): JvmFacts {
    const version = this.text("version");
    const told = version === null ? null : jdkOf(version);
    const jdkRange = told === null ? evidence : { from: told, to: told };
    return {
      version,
      jdk: jdkRange !== null && jdkRange.from === jdkRange.to ? jdkRange.from : null,
      jdkRange,
      options: this.options?.texts ?? null,
      optionsAreFlags: this.options?.areFlags ?? false,
      heapMinBytes: this.number("heapMinBytes"),
      heapInitialBytes: this.number("heapInitialBytes"),
      heapMaxBytes: this.number("heapMaxBytes"),
      heapSoftMaxBytes: this.number("heapSoftMaxBytes"),
      regionBytes: this.number("regionBytes"),
      cpus: this.number("containerCpus") ?? this.number("cpusAvailable") ?? this.number("cpusTotal"),
      cpusTotal: this.number("cpusTotal"),
      memoryBytes: this.number("containerMemoryBytes") ?? this.number("memoryBytes"),
      swapTotalBytes: this.number("swapTotalBytes"),
      parallelWorkers: this.number("parallelWorkers"),
      concurrentWorkers: this.number("concurrentWorkers"),
      pauseGoalMs: this.number("pauseGoalMs"),
      ihopPercent: this.number("ihopPercent"),
      compressedOops: this.text("compressedOops"),
      preTouch: this.text("preTouch"),
      largePages: this.text("largePages"),
      periodicGc: this.text("periodicGc"),
      uncommit: this.text("uncommit"),
      shenandoahMode: this.text("shenandoahMode"),
      shenandoahHeuristics: this.text("shenandoahHeuristics"),
    };
  }

  private number(name: string): number | null {
    const value = this.values.get(name);
    return typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : null;
  }

  private text(name: string): string | null {
    const value = this.values.get(name);
    return value === undefined ? null : String(value);
  }
}

/**
 * The feature release of a version text: 17 of `17.0.21+9`, 8 of `1.8.0_504-b08` and of HotSpot's own `25.504-b08 … JRE (1.8.0_504-b08)`.
 * Null when the text holds no version.
 */
function jdkOf(version: string): number | null {
  const old = /\b1\.([5-8])\.0/.exec(version);
  if (old !== null) return Number(old[1]);
  const modern = /(?:^|[\s(])(\d{1,3})(?=[.+\-\s)_]|$)/.exec(version);
  const jdk = modern === null ? Number.NaN : Number(modern[1]);
  return jdk >= 9 && jdk <= 99 ? jdk : null;
}
