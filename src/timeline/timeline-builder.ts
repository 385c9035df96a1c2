import { PauselineError } from "../errors/pauseline-error.js";
import type { Collector, GcEvent, Pause, Stamp } from "../events/gc-event.js";
import { hasImpossibleNumber } from "../events/impossible-number.js";
import { ColumnTable } from "./columns.js";
import { collectorShownBy } from "./infer-collector.js";
import { NameTable } from "./name-table.js";
import { type OpenCollection, type OpenPause, openCollection } from "./open-collection.js";
import { RunClock } from "./run-clock.js";
import { JdkEvidence } from "./jdk-range.js";
import { RunFacts } from "./run-facts.js";
import { orderByTime } from "./order-rows.js";
import { SideTables } from "./side-tables.js";
import {
  collectionSchema,
  concurrentSchema,
  type Evidence,
  pauseSchema,
  type Run,
  safepointSchema,
  stallSchema,
  type Timeline,
} from "./timeline.js";

/** Something odd that the timeline noticed; the analysis goes on. */
export interface TimelineWarning {
  readonly code: string;
  readonly message: string;
  readonly input: number;
  readonly line: number;
}

/** An uptime that falls by more than this starts another JVM life; less is threads overtaking each other. */
const RESTART_MS = 1000;
/** A month of crashing each minute. Each life costs some 10 KB by the end of an analysis, whatever it holds. */
const MOST_RUNS = 50_000;
/** Stamps are rounded to 1 ms; two ends of a containment may each be off by that. */
const ROUNDING_MS = 1.5;
/** Open collections kept; the least recently touched is given up first (its rows stay as they are). */
const OPEN_LIMIT = 1024;
/** Phases are rounded to 0.1 ms each: only a clear excess shows that the pause is not all that was stopped. */
const UNDER_REPORTED_RATIO = 1.2;
const UNDER_REPORTED_MS = 5;
/** Warnings of one kind are told this often, then counted. */
const WARNINGS_OF_A_KIND = 5;
const GENERATIONS = ["", "y", "Y", "O"] as const;

interface RunState {
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

/**
 * Assembles events of one JVM (several lives of it, one after another) into a timeline. Lines are paired by GC id and
 * never by a stack, since concurrent cycles, minor and major collections interleave; the only nesting looked for is one
 * stop inside another. Ends without starts and starts without ends are kept as what they are.
 */
export class TimelineBuilder {
  private readonly names = new NameTable();
  private readonly pauses = new ColumnTable(pauseSchema);
  private readonly concurrent = new ColumnTable(concurrentSchema);
  private readonly collections = new ColumnTable(collectionSchema);
  private readonly safepoints = new ColumnTable(safepointSchema);
  private readonly stalls = new ColumnTable(stallSchema);
  private readonly side = new SideTables(this.names);
  /** Rows of `pauses` that lie inside another stop and do not count. */
  private readonly nested = new Set<number>();
  private readonly runs: RunState[] = [];
  private readonly seen = new Set<Evidence>();
  private readonly warnings: TimelineWarning[] = [];
  private readonly warningCounts = new Map<string, number>();
  private safepointOperation: string | null = null;
  private zoneMinutes = 0;

  /** @param witness 1 for logs, 2 for recordings: who saw the pauses. */
  constructor(private readonly witness: 1 | 2) {
    this.seen.add(witness === 1 ? "log" : "recording");
  }

  /** Offset of the wall clock as the input writes it, for rendering times as the user knows them. */
  setZone(zoneMinutes: number): void {
    this.zoneMinutes = zoneMinutes;
  }

  /** Takes one event. Events of one input come in the order of the input; inputs of one JVM in time order. */
  accept(event: GcEvent, stamp: Stamp): void {
    if (hasImpossibleNumber(event) || isImpossible(stamp.uptimeMs) || isImpossible(stamp.epochMs)) {
      this.warn("impossible-number", "a number here is below zero or larger than any measurement; the line is left out", stamp);
      return;
    }
    const run = this.runFor(event, stamp);
    const atMs = run.clock.read(stamp, (stepMs) =>
      this.warn("clock-step", `the wall clock jumps by ${(stepMs / 1000).toFixed(3)} s against the uptime`, stamp),
    );
    if (!Number.isNaN(stamp.uptimeMs)) this.seen.add("uptime");
    if (!Number.isNaN(stamp.epochMs)) this.seen.add("wallClock");
    if (run.inferredCollector === null || run.inferredCollector === "ZGC") {
      run.inferredCollector = collectorShownBy(event, stamp) ?? run.inferredCollector;
    }
    if (this.witness === 1) run.jdkEvidence.note(event, stamp);
    this.dispatch(event, stamp, run, atMs);
    run.lastInput = stamp.input;
    if (stamp.gcId >= 0) run.lastGcId = Math.max(run.lastGcId, stamp.gcId);
  }

  /** The finished timeline and what was odd. The builder must not be used afterwards. */
  finish(): { timeline: Timeline; warnings: readonly TimelineWarning[] } {
    for (const run of this.runs) for (const collection of run.open.values()) this.side.abandon(collection);
    const pauseOrder = orderByTime(this.pauses, "startMs", (row) => !this.nested.has(row));
    const newPauseRow = new Int32Array(this.pauses.length).fill(-1);
    pauseOrder.forEach((row, index) => (newPauseRow[row] = index));
    const timeline: Timeline = {
      names: this.names.names,
      runs: this.runs.map((run) => this.finishRun(run)),
      pauses: this.pauses.finish(pauseOrder),
      concurrent: this.concurrent.finish(orderByTime(this.concurrent, "startMs")),
      collections: this.collections.finish(orderByTime(this.collections, "startMs")),
      safepoints: this.safepoints.finish(orderByTime(this.safepoints, "startMs")),
      stalls: this.stalls.finish(orderByTime(this.stalls, "startMs")),
      ...this.side.finish(newPauseRow),
      seen: this.seen,
    };
    return { timeline, warnings: this.finishWarnings() };
  }

  private finishRun(run: RunState): Run {
    const collector = run.facts.refineCollector(run.collector === "ZGC" && run.inferredCollector === "GenZGC" ? "GenZGC" : run.collector ?? run.inferredCollector);
    return {
      index: run.index,
      collector,
      jvm: run.facts.finish(run.jdkEvidence.finish(collector)),
      clock: run.clock.finish(this.zoneMinutes),
      firstMs: run.clock.firstMs,
      lastMs: run.clock.lastMs,
      firstLine: run.firstLine,
      input: run.input,
    };
  }

  /** The run an event belongs to; begins another one when the event can only come from a new JVM life. */
  private runFor(event: GcEvent, stamp: Stamp): RunState {
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
      withoutId: openCollection(-1),
      openPauses: [],
      collector: null,
      inferredCollector: null,
      lastGcId: -1,
      pausesSeen: 0,
      lastInput: stamp.input,
      firstLine: stamp.line,
      input: stamp.input,
    };
    if (run.index > 0) this.warn("restart", "another life of the JVM begins here; figures are never averaged across lives", stamp);
    this.runs.push(run);
    return run;
  }

  private isRestart(event: GcEvent, stamp: Stamp, run: RunState): boolean {
    const isHeader = event.type === "collector" ? run.collector !== null : event.type === "jvmFact" && event.name === "version" && run.facts.hasVersion;
    if (!Number.isNaN(stamp.uptimeMs)) {
      const fallMs = run.clock.lastStampUptimeMs - stamp.uptimeMs;
      return fallMs > RESTART_MS || (isHeader && fallMs > 0 && run.pausesSeen > 0);
    }
    // Recordings repeat such facts in each chunk, and the header of a JDK 8 log, which has no stamp, stands in each rotated file.
    if (this.witness === 2 || run.clock.hasUptime || run.pausesSeen === 0) return false;
    if (isHeader) return run.lastGcId >= 0 || stamp.input === run.lastInput;
    // Without an uptime only the ids show it: they never fall back to the start within a life.
    return stamp.gcId === 0 && run.lastGcId > 16 && !run.open.has(0);
  }

  private dispatch(event: GcEvent, stamp: Stamp, run: RunState, atMs: number): void {
    switch (event.type) {
      case "pauseStart":
        this.seen.add("pauseStarts");
        this.startPause(event.kind, event.cause, stamp, run, atMs);
        return;
      case "pause":
        this.seen.add("pauses");
        this.endPause(event, stamp, run, atMs);
        return;
      case "concurrentStart":
        this.collectionOf(run, stamp, atMs).openConcurrent++;
        return;
      case "concurrent":
        this.endConcurrent(event, stamp, run, atMs);
        return;
      case "collectionStart":
        this.touchCollection(run, stamp, atMs, event.kind, event.cause);
        return;
      case "collection":
        this.endCollection(event, stamp, run, atMs);
        return;
      case "cpu":
        this.seen.add("cpu");
        this.addCpu(event.userMs, event.sysMs, event.realMs, stamp, run);
        return;
      case "workers":
        this.detailsOf(run, stamp, atMs).workers = event.active;
        return;
      case "evacuationFailure":
        if (stamp.gcId >= 0) this.collectionOf(run, stamp, atMs).hasEvacuationFailure = true;
        this.side.addMark("evacuationFailure", event.what, 1, stamp, run.index, atMs);
        return;
      case "heapSummary":
        this.addHeapSummary(event.when, event.usedBytes, event.committedBytes, stamp, run, atMs);
        return;
      case "safepointOperation":
        this.safepointOperation = event.operation;
        return;
      case "safepoint":
        this.seen.add("safepoints");
        if (!Number.isNaN(event.reachingMs)) this.seen.add("safepointReaching");
        this.safepoints.append({
          startMs: run.clock.note(atMs - event.totalMs),
          totalMs: event.totalMs,
          reachingMs: event.reachingMs,
          atSafepointMs: event.atSafepointMs,
          operation: this.names.idOf(event.operation ?? this.safepointOperation),
          input: stamp.input,
          line: stamp.line,
          run: run.index,
        });
        this.safepointOperation = null;
        return;
      case "stall":
        this.seen.add("stalls");
        this.stalls.append({
          startMs: run.clock.note(atMs - event.durationMs),
          durationMs: event.durationMs,
          kind: this.names.idOf(event.kind),
          thread: this.names.idOf(event.thread),
          input: stamp.input,
          line: stamp.line,
          run: run.index,
        });
        return;
      case "collector":
        run.collector = event.collector;
        return;
      case "jvmFact":
        this.seen.add("init");
        if (event.name === "jvmStartEpochMs" && typeof event.value === "number") run.clock.anchor(event.value);
        run.facts.addFact(event);
        return;
      case "jvmOptions":
        this.seen.add(event.origin === "flags" ? "flags" : "options");
        run.facts.addOptions(event);
        return;
      case "ignored":
        return;
      case "dropped":
        this.warn("messages-dropped", `${event.count} messages were lost here before they were written; collections around this place may lack their end`, stamp);
        this.side.addMark("dropped", null, event.count, stamp, run.index, atMs);
        return;
      default:
        this.side.accept(event, stamp, run.index, atMs, this.detailsOf(run, stamp, atMs), this.seen);
    }
  }

  private startPause(kind: string, cause: string | null, stamp: Stamp, run: RunState, atMs: number): void {
    const collection = this.touchCollection(run, stamp, atMs, null, cause);
    // Phases before a stop within its id belong to the concurrent work, not to the stop.
    collection.pending = collection.pending.filter(({ type }) => type !== "phase" && type !== "workerPhase");
    const open: OpenPause = { gcId: stamp.gcId, kind, cause, startMs: atMs, firstRow: this.pauses.length };
    run.openPauses.push(open);
    if (run.openPauses.length > 8) run.openPauses.shift();
  }

  private endPause(event: Pause, stamp: Stamp, run: RunState, atMs: number): void {
    run.pausesSeen++;
    this.touchCollection(run, stamp, atMs, null, event.cause);
    const collection = this.detailsOf(run, stamp, atMs);
    const row = this.pauses.append({
      startMs: run.clock.note(atMs - event.durationMs),
      durationMs: event.durationMs,
      kind: this.names.idOf(event.kind),
      cause: this.names.idOf(event.cause),
      gcId: stamp.gcId,
      beforeBytes: firstKnown(event.beforeBytes, collection.beforeBytes),
      afterBytes: firstKnown(event.afterBytes, collection.afterBytes),
      committedBytes: firstKnown(event.committedBytes, collection.committedBytes),
      userMs: event.userMs,
      sysMs: event.sysMs,
      realMs: event.realMs,
      evacuationFailure: this.names.idOf(event.evacuationFailure ?? (collection.hasEvacuationFailure ? "unknown" : null)),
      generation: GENERATIONS.indexOf(stamp.generation),
      workers: collection.workers,
      witness: this.witness,
      input: stamp.input,
      line: stamp.line,
      run: run.index,
    });
    if (!Number.isNaN(event.userMs)) this.seen.add("cpu");
    if (run.pausesSeen === 1) this.noteCutHead(stamp, run);
    this.notePhasesBeyondPause(event, collection, stamp);
    this.side.attach(collection, row, event.durationMs);
    collection.lastPause = row;
    collection.hasEvacuationFailure = false;
    collection.workers = 0;
    this.closeNesting(event, stamp, run, row);
  }

  /** A log that starts with a later collection, and without the JVM's start, was cut or rotated away. */
  private noteCutHead(stamp: Stamp, run: RunState): void {
    if (this.witness === 2 || run.collector !== null || stamp.gcId <= 0) return;
    this.warn("cut-head", `the log begins at collection ${stamp.gcId}: what came before, and the JVM's start-up lines, are missing`, stamp);
  }

  /** JDK 11's G1 starts the clock of a young pause after it waited for root-region scanning; its phases show the whole stop. */
  private notePhasesBeyondPause(event: Pause, { pending }: OpenCollection, stamp: Stamp): void {
    if (this.witness === 2 || !event.kind.startsWith("Young")) return;
    let phasesMs = 0;
    for (const detail of pending) if (detail.type === "phase" && detail.depth === 1) phasesMs += detail.durationMs;
    if (phasesMs <= event.durationMs * UNDER_REPORTED_RATIO || phasesMs <= event.durationMs + UNDER_REPORTED_MS) return;
    this.warn("pause-under-reported", `the log says ${event.durationMs.toFixed(3)} ms for this pause, its phases add up to ${phasesMs.toFixed(1)} ms; the application was stopped for the longer time`, stamp);
  }

  /** Marks the stops that lie inside the one that just ended: a full collection that a young one turned into. */
  private closeNesting(event: Pause, stamp: Stamp, run: RunState, row: number): void {
    const openIndex = run.openPauses.findLastIndex((open) => open.gcId === stamp.gcId && open.kind === event.kind);
    let firstInside = row;
    if (openIndex >= 0) {
      firstInside = (run.openPauses[openIndex] as OpenPause).firstRow;
      run.openPauses.splice(openIndex, 1);
    } else if (stamp.gcId >= 0) {
      while (firstInside > 0 && this.showsNesting(firstInside - 1, stamp.gcId) && this.isInside(firstInside - 1, row)) firstInside--;
    }
    for (let inner = firstInside; inner < row; inner++) {
      if (this.nested.has(inner) || !this.isInside(inner, row)) continue;
      this.nested.add(inner);
      this.side.nestPause(inner, row, this.title(inner), this.pauses.get(inner, "durationMs"), this.pauses.get(inner, "run"), {
        atMs: this.pauses.get(inner, "startMs"),
        gcId: this.pauses.get(inner, "gcId"),
        input: this.pauses.get(inner, "input"),
        line: this.pauses.get(inner, "line"),
      });
    }
  }

  /**
   * Without start lines: an inner stop has the higher id and was printed first. So have ZGC's minor pauses beside an old
   * collection, but those are too short for the rounding of the stamps to tell inside from beside.
   */
  private showsNesting(inner: number, outerGcId: number): boolean {
    if (this.pauses.get(inner, "gcId") <= outerGcId) return false;
    return this.pauses.get(inner, "durationMs") > 2 * ROUNDING_MS || this.names.names[this.pauses.get(inner, "kind")] === "Full";
  }

  private isInside(inner: number, outer: number): boolean {
    if (this.pauses.get(inner, "run") !== this.pauses.get(outer, "run")) return false;
    const innerMs = this.pauses.get(inner, "durationMs");
    const outerMs = this.pauses.get(outer, "durationMs");
    if (innerMs > outerMs + 0.002) return false;
    const innerStart = this.pauses.get(inner, "startMs");
    const outerStart = this.pauses.get(outer, "startMs");
    if (Number.isNaN(innerStart) || Number.isNaN(outerStart)) return true;
    return innerStart >= outerStart - ROUNDING_MS && innerStart + innerMs <= outerStart + outerMs + ROUNDING_MS;
  }

  private title(row: number): string {
    const kind = this.names.names[this.pauses.get(row, "kind")] ?? "";
    const cause = this.names.names[this.pauses.get(row, "cause")];
    return cause === undefined ? `Pause ${kind}` : `Pause ${kind} (${cause})`;
  }

  private endConcurrent(event: Extract<GcEvent, { type: "concurrent" }>, stamp: Stamp, run: RunState, atMs: number): void {
    this.seen.add("concurrent");
    const collection = this.touchCollection(run, stamp, atMs, null, null);
    const startMs = run.clock.note(atMs - event.durationMs);
    const firstPart = collection.concurrentEnds.findIndex((part) => part.startMs >= startMs - ROUNDING_MS);
    const row = this.concurrent.append({
      startMs,
      durationMs: event.durationMs,
      phase: this.names.idOf(event.phase),
      gcId: stamp.gcId,
      beforeBytes: event.beforeBytes,
      afterBytes: event.afterBytes,
      generation: GENERATIONS.indexOf(stamp.generation),
      isCycle: firstPart >= 0 && collection.concurrentEnds.slice(firstPart).some((part) => this.concurrent.get(part.row, "durationMs") <= event.durationMs) && stamp.generation === "" && event.durationMs > 0 ? 1 : 0,
      isAborted: 0,
      input: stamp.input,
      line: stamp.line,
      run: run.index,
    });
    collection.concurrentEnds.push({ row, startMs });
    if (collection.openConcurrent > 0) collection.openConcurrent--;
  }

  private endCollection(event: Extract<GcEvent, { type: "collection" }>, stamp: Stamp, run: RunState, atMs: number): void {
    const collection = this.touchCollection(run, stamp, atMs, event.kind, event.cause);
    const row = collection.rows.get(GENERATIONS.indexOf(stamp.generation)) as number;
    this.collections.set(row, "kind", this.names.idOf(event.kind));
    if (event.cause !== null) this.collections.set(row, "cause", this.names.idOf(event.cause));
    this.collections.set(row, "beforeBytes", event.beforeBytes);
    this.collections.set(row, "afterBytes", event.afterBytes);
    this.collections.set(row, "isAborted", event.isAborted ? 1 : 0);
    if (!Number.isNaN(event.durationMs)) {
      this.collections.set(row, "durationMs", event.durationMs);
      if (!Number.isNaN(atMs)) this.collections.set(row, "startMs", run.clock.note(atMs - event.durationMs));
    }
  }

  private addCpu(userMs: number, sysMs: number, realMs: number, stamp: Stamp, run: RunState): void {
    const collection = run.open.get(stamp.gcId);
    const row = collection?.lastPause ?? -1;
    if (row < 0) return;
    this.pauses.set(row, "userMs", userMs);
    this.pauses.set(row, "sysMs", sysMs);
    this.pauses.set(row, "realMs", realMs);
  }

  private addHeapSummary(when: "before" | "after", usedBytes: number, committedBytes: number, stamp: Stamp, run: RunState, atMs: number): void {
    if (stamp.gcId < 0) return;
    const collection = this.touchCollection(run, stamp, atMs, null, null);
    if (when === "before") {
      collection.beforeBytes = usedBytes;
      return;
    }
    collection.afterBytes = usedBytes;
    collection.committedBytes = committedBytes;
  }

  /** Where the details of a pause wait for its end line. */
  private detailsOf(run: RunState, stamp: Stamp, atMs: number): OpenCollection {
    return stamp.gcId >= 0 ? this.collectionOf(run, stamp, atMs) : run.withoutId;
  }

  private collectionOf(run: RunState, stamp: Stamp, atMs: number): OpenCollection {
    const known = run.open.get(stamp.gcId);
    if (known !== undefined && stamp.gcId >= 0) return known;
    return this.touchCollection(run, stamp, atMs, null, null);
  }

  /** Opens or finds the collection of the stamp and widens its row to the stamp. Stamps without an id each stand alone. */
  private touchCollection(run: RunState, stamp: Stamp, atMs: number, kind: string | null, cause: string | null): OpenCollection {
    let collection = stamp.gcId >= 0 ? run.open.get(stamp.gcId) : undefined;
    if (collection === undefined) {
      collection = openCollection(stamp.gcId);
      if (stamp.gcId >= 0) {
        run.open.set(stamp.gcId, collection);
        if (run.open.size > OPEN_LIMIT) this.abandonOldest(run);
      }
    }
    const generation = GENERATIONS.indexOf(stamp.generation);
    const row = collection.rows.get(generation);
    if (row === undefined) {
      collection.rows.set(generation, this.appendCollection(run, stamp, atMs, kind, cause, generation));
      return collection;
    }
    if (!Number.isNaN(atMs)) {
      const startMs = this.collections.get(row, "startMs");
      this.collections.set(row, "durationMs", Math.max(0, atMs - startMs));
    }
    if (cause !== null && this.collections.get(row, "cause") < 0) this.collections.set(row, "cause", this.names.idOf(cause));
    if (kind !== null) this.collections.set(row, "kind", this.names.idOf(kind));
    return collection;
  }

  private abandonOldest(run: RunState): void {
    const [gcId, oldest] = run.open.entries().next().value as [number, OpenCollection];
    this.side.abandon(oldest);
    run.open.delete(gcId);
  }

  private appendCollection(run: RunState, stamp: Stamp, atMs: number, kind: string | null, cause: string | null, generation: number): number {
    return this.collections.append({
      startMs: atMs,
      durationMs: Number.isNaN(atMs) ? Number.NaN : 0,
      kind: this.names.idOf(kind),
      cause: this.names.idOf(cause),
      gcId: stamp.gcId,
      beforeBytes: Number.NaN,
      afterBytes: Number.NaN,
      generation,
      isAborted: 0,
      input: stamp.input,
      line: stamp.line,
      run: run.index,
    });
  }

  private warn(code: string, message: string, stamp: Stamp): void {
    const count = (this.warningCounts.get(code) ?? 0) + 1;
    this.warningCounts.set(code, count);
    if (count <= WARNINGS_OF_A_KIND) this.warnings.push({ code, message, input: stamp.input, line: stamp.line });
  }

  /** The warnings kept, the last of a kind telling how many more there were. */
  private finishWarnings(): readonly TimelineWarning[] {
    return this.warnings.map((warning, index) => {
      const more = (this.warningCounts.get(warning.code) ?? 0) - WARNINGS_OF_A_KIND;
      const isLastOfKind = this.warnings.findLastIndex(({ code }) => code === warning.code) === index;
      return more > 0 && isLastOfKind ? { ...warning, message: `${warning.message} (and ${more} more like it)` } : warning;
    });
  }
}

function firstKnown(a: number, b: number): number {
  return Number.isNaN(a) ? b : a;
}

/** Beyond what a clock can hold exactly. */
function isImpossible(ms: number): boolean {
  return Math.abs(ms) > Number.MAX_SAFE_INTEGER;
}
