import { PauselineError } from "../errors/pauseline-error.js";
import type { Collector, GcEvent, Stamp } from "../events/gc-event.js";
import { collectorShownBy } from "./infer-collector.js";
import { type OpenCollection, type OpenPause, openCollection } from "./open-collection.js";
import { JdkEvidence } from "./jdk-range.js";
import { RunClock } from "./run-clock.js";
import { RunFacts } from "./run-facts.js";
import type { Run } from "./timeline.js";
import type { WarningLog } from "./warning-log.js";

/** An uptime that falls by more than this starts another JVM life; less is threads overtaking each other. */
const RESTART_MS = 1000;
/** A month of crashing each minute. Each life costs some 10 KB by the end of an analysis, whatever it holds. */
const MOST_RUNS = 50_000;
/** Without an uptime, ids that fall back to 0 show a restart; after fewer collections they may be late lines of the first one. */
const IDS_BEFORE_RESTART = 16;

/** One JVM life while its lines come. */
export interface RunState {
  readonly index: number;
  readonly clock: RunClock;
  readonly facts: RunFacts;
  readonly jdkEvidence: JdkEvidence;
  readonly open: Map<number, OpenCollection>;
  /** Details of the next pause in logs without GC ids (JDK 8). */
  readonly withoutId: OpenCollection;
  readonly openPauses: OpenPause[];
  collector: Collector | null;
  inferredCollector: Collector | null;
  lastGcId: number;
  pausesSeen: number;
  lastInput: number;
  readonly firstLine: number;
  readonly input: number;
}

/** Tells the lives of a JVM apart: when an event can only come from another one, the next begins. */
export class RunLives {
  readonly runs: RunState[] = [];

  constructor(
    private readonly witness: 1 | 2,
    private readonly warnings: WarningLog,
  ) {}

  /** The run an event belongs to, new or known. */
  runFor(event: GcEvent, stamp: Stamp): RunState {
    const current = this.runs[this.runs.length - 1];
    if (current !== undefined && !this.isRestart(event, stamp, current)) return current;
    if (this.runs.length === MOST_RUNS) {
      throw new PauselineError("input", `more than ${MOST_RUNS} JVM lives in one analysis, the last of which begins at line ${stamp.line}`, { hint: "analyze fewer files at once, or cut the log" });
    }
    const run: RunState = {
      index: this.runs.length,
      clock: new RunClock(),
      facts: new RunFacts(),
      jdkEvidence: new JdkEvidence(),
      open: new Map(),
      withoutId: openCollection(),
      openPauses: [],
      collector: null,
      inferredCollector: null,
      lastGcId: -1,
      pausesSeen: 0,
      lastInput: stamp.input,
      firstLine: stamp.line,
      input: stamp.input,
    };
    if (run.index > 0) this.warnings.add("restart", "another life of the JVM begins here; figures are never averaged across lives", stamp);
    this.runs.push(run);
    return run;
  }

  /** Notes what the event tells about its run as a whole. */
  observe(run: RunState, event: GcEvent, stamp: Stamp): void {
    if (run.inferredCollector === null || run.inferredCollector === "ZGC") {
      run.inferredCollector = collectorShownBy(event, stamp) ?? run.inferredCollector;
    }
    if (this.witness === 1) run.jdkEvidence.note(event, stamp);
    run.lastInput = stamp.input;
    if (stamp.gcId >= 0) run.lastGcId = Math.max(run.lastGcId, stamp.gcId);
  }

  /** @param zoneMinutes offset of the wall clock as the input writes it. */
  finish(zoneMinutes: number): readonly Run[] {
    return this.runs.map((run) => {
      const collector = run.facts.refineCollector(run.collector === "ZGC" && run.inferredCollector === "GenZGC" ? "GenZGC" : run.collector ?? run.inferredCollector);
      return {
        index: run.index,
        collector,
        jvm: run.facts.finish(run.jdkEvidence.finish(collector)),
        clock: run.clock.finish(zoneMinutes),
        firstMs: run.clock.firstMs,
        lastMs: run.clock.lastMs,
        firstLine: run.firstLine,
        input: run.input,
      };
    });
  }

  private isRestart(event: GcEvent, stamp: Stamp, run: RunState): boolean {
    // Events of a recording may leave late, and its chunks repeat what a log says once; but it knows when its JVM started.
    if (this.witness === 2) return run.clock.isOfAnotherStart(stamp);
    const isHeader = event.type === "collector" ? run.collector !== null : event.type === "jvmFact" && event.name === "version" && run.facts.hasVersion;
    if (!Number.isNaN(stamp.uptimeMs)) {
      const fallMs = run.clock.lastStampUptimeMs - stamp.uptimeMs;
      return fallMs > RESTART_MS || (isHeader && fallMs > 0 && run.pausesSeen > 0);
    }
    // The header of a JDK 8 log, which has no stamp, stands in each rotated file.
    if (run.clock.hasUptime || run.pausesSeen === 0) return false;
    if (isHeader) return run.lastGcId >= 0 || stamp.input === run.lastInput;
    // Without an uptime only the ids show it: they never fall back to the start within a life.
    return stamp.gcId === 0 && run.lastGcId > IDS_BEFORE_RESTART && !run.open.has(0);
  }
}
