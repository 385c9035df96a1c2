import type { Collector, GcEvent, JvmFact } from "../events/gc-event.js";
import { collectorOf } from "./collector-of.js";
import { instantMsOf, isTrue, type JfrRecord, type JfrStruct, numberOf, spanMsOf, textOf, unsignedOf } from "./jfr-record.js";
import { FlagList } from "./flag-list.js";

/** A `-XX` pause goal above this means "none" (Parallel's default is the largest number). */
const LARGEST_PAUSE_GOAL_MS = 1e9;

/** Gathers what a recording says about its JVM and machine, and turns it into start-up facts. One per JVM life. */
export class JvmDescription {
  private readonly facts: GcEvent[] = [];
  private readonly flags = new FlagList();
  private collectorNames: readonly (string | null)[] = [];
  private args = "";
  private isDrained = false;
  private gcPauseTargetMs = Number.NaN;
  /** From `GCSurvivorConfiguration`; NaN when unknown. */
  maxTenuringThreshold = Number.NaN;

  /** Takes one describing record; others are left alone. */
  add(record: JfrRecord): void {
    const { type, fields } = record;
    switch (type) {
      case "JVMInformation":
        this.addJvm(fields);
        break;
      case "GCConfiguration":
        this.collectorNames = [textOf(fields, "youngCollector"), textOf(fields, "oldCollector")];
        this.fact("parallelWorkers", numberOf(fields, "parallelGCThreads"));
        this.fact("concurrentWorkers", numberOf(fields, "concurrentGCThreads"));
        this.gcPauseTargetMs = spanMsOf(fields, "pauseTarget");
        break;
      case "GCHeapConfiguration":
        this.addHeap(fields);
        break;
      case "GCSurvivorConfiguration":
        this.maxTenuringThreshold = numberOf(fields, "maxTenuringThreshold");
        break;
      case "YoungGenerationConfiguration":
        this.addYoung(fields);
        break;
      case "CPUInformation":
        this.fact("cpusTotal", numberOf(fields, "hwThreads"));
        break;
      case "PhysicalMemory":
        this.fact("memoryBytes", unsignedOf(fields, "totalSize"));
        break;
      case "SwapSpace":
        this.fact("swapTotalBytes", numberOf(fields, "totalSize"));
        break;
      case "ContainerConfiguration":
        this.addContainer(fields);
        break;
      default:
        if (type.endsWith("Flag")) this.flags.add(fields);
    }
  }

  /** The events to be sent now. The collector comes first and only in the first call, as it stands for a JVM's first line. */
  drain(collectionName: string | null): GcEvent[] {
    const collector = collectorOf(this.collectorNames, collectionName, this.args, this.flags);
    this.addFlagFacts(collector);
    const events: GcEvent[] = [];
    if (!this.isDrained && collector !== null) events.push({ type: "collector", collector });
    events.push(...this.facts.splice(0));
    const flagText = this.flags.drainText();
    if (flagText !== "") events.push({ type: "jvmOptions", text: flagText, origin: "flags" });
    this.isDrained = true;
    return events;
  }

  private addJvm(fields: JfrStruct): void {
    this.fact("jvmStartEpochMs", instantMsOf(fields, "jvmStartTime"));
    this.fact("pid", numberOf(fields, "pid"));
    const version = textOf(fields, "jvmVersion");
    if (version !== null) this.fact("version", /\bJRE \(([^)]+)\)/.exec(version)?.[1] ?? version);
    const args = textOf(fields, "jvmArguments");
    if (args === null) return;
    this.args = args;
    this.facts.push({ type: "jvmOptions", text: args, origin: "command-line" });
  }

  private addHeap(fields: JfrStruct): void {
    this.fact("heapMinBytes", unsignedOf(fields, "minSize"));
    this.fact("heapInitialBytes", unsignedOf(fields, "initialSize"));
    this.fact("heapMaxBytes", unsignedOf(fields, "maxSize"));
    if (fields.usesCompressedOops === undefined) return;
    const mode = textOf(fields, "compressedOopsMode");
    this.fact("compressedOops", isTrue(fields, "usesCompressedOops") ? `Enabled (${mode ?? "unknown"})` : "Disabled");
  }

  /** ZGC and Shenandoah have no young generation of fixed bounds and report 2^63 there. */
  private addYoung(fields: JfrStruct): void {
    const maxBytes = unsignedOf(fields, "maxSize");
    if (!(maxBytes < 2 ** 62)) return;
    const text = `Young generation: ${unsignedOf(fields, "minSize")} to ${maxBytes} bytes, NewRatio ${numberOf(fields, "newRatio")}`;
    this.fact("other", text);
  }

  private addContainer(fields: JfrStruct): void {
    this.fact("cpusAvailable", numberOf(fields, "effectiveCpuCount"));
    const memoryLimit = numberOf(fields, "memoryLimit");
    if (memoryLimit > 0) this.fact("containerMemoryBytes", memoryLimit);
    const cpus = spanMsOf(fields, "cpuQuota") / spanMsOf(fields, "cpuSlicePeriod");
    if (cpus > 0) this.fact("containerCpus", cpus);
  }

  private addFlagFacts(collector: Collector | null): void {
    const { flags } = this;
    const isG1 = collector === "G1";
    const goalMs = flags.number("MaxGCPauseMillis");
    if (this.gcPauseTargetMs > 0) this.fact("pauseGoalMs", this.gcPauseTargetMs);
    else if (isG1 && goalMs > 0 && goalMs < LARGEST_PAUSE_GOAL_MS) this.fact("pauseGoalMs", goalMs);
    this.gcPauseTargetMs = Number.NaN;
    if (isG1) {
      this.fact("regionBytes", positive(flags.number("G1HeapRegionSize")));
      this.fact("ihopPercent", flags.number("InitiatingHeapOccupancyPercent"));
      this.fact("periodicGc", enabled(flags.number("G1PeriodicGCInterval") > 0, flags.has("G1PeriodicGCInterval")));
    }
    if (collector === "Shenandoah" || collector === "GenShenandoah") {
      this.fact("shenandoahHeuristics", flags.text("ShenandoahGCHeuristics") ?? Number.NaN);
      this.fact("uncommit", enabled(flags.text("ShenandoahUncommit") === "true", flags.has("ShenandoahUncommit")));
      if (collector === "GenShenandoah") this.fact("shenandoahMode", "Generational");
    }
    if (collector === "ZGC" || collector === "GenZGC") {
      this.fact("uncommit", enabled(flags.text("ZUncommit") === "true", flags.has("ZUncommit")));
    }
    this.fact("heapSoftMaxBytes", positive(flags.number("SoftMaxHeapSize")));
    this.fact("preTouch", enabled(flags.text("AlwaysPreTouch") === "true", flags.has("AlwaysPreTouch")));
    this.fact("largePages", enabled(flags.text("UseLargePages") === "true", flags.has("UseLargePages")));
    this.fact("numa", enabled(flags.text("UseNUMA") === "true", flags.has("UseNUMA")));
    flags.forgetValues();
  }

  private fact(name: JvmFact["name"], value: string | number): void {
    if (typeof value === "string" || Number.isFinite(value)) this.facts.push({ type: "jvmFact", name, value });
  }
}

function enabled(isEnabled: boolean, isKnown: boolean): string | number {
  return isKnown ? (isEnabled ? "Enabled" : "Disabled") : Number.NaN;
}

function positive(value: number): number {
  return value > 0 ? value : Number.NaN;
}
