import type { Concurrent, GcEvent, Safepoint, Stall, Stamp } from "../events/gc-event.js";
import { hasImpossibleNumber } from "../events/impossible-number.js";
import { CollectionRows } from "./collection-rows.js";
import { ColumnTable } from "./columns.js";
import { NameTable } from "./name-table.js";
import { generationOf } from "./open-collection.js";
import { orderByTime } from "./order-rows.js";
import { PauseDetails } from "./pause-details.js";
import { ROUNDING_MS } from "./pause-nesting.js";
import { PauseRows } from "./pause-rows.js";
import { RunLives, type RunState } from "./run-lives.js";
import { SideTables } from "./side-tables.js";
import { concurrentSchema, type Evidence, safepointSchema, stallSchema, type Timeline } from "./timeline.js";
import { type TimelineWarning, WarningLog } from "./warning-log.js";

export type { TimelineWarning } from "./warning-log.js";

/** What an event that is kept as it comes shows to be in the input. */
const EVIDENCE: Partial<Record<GcEvent["type"], Evidence>> = {
  pauseStart: "pauseStarts",
  pause: "pauses",
  concurrent: "concurrent",
  cpu: "cpu",
  safepoint: "safepoints",
  stall: "stalls",
  jvmFact: "init",
  phase: "phases",
  workerPhase: "workerPhases",
  regions: "regions",
  spaceHeap: "spaces",
  ageRow: "ages",
  survivorTarget: "survivorTarget",
  references: "references",
};

/**
 * Assembles events of one JVM (several lives of it, one after another) into a timeline. Lines are paired by GC id and
 * never by a stack, since concurrent cycles, minor and major collections interleave; the only nesting looked for is one
 * stop inside another. Ends without starts and starts without ends are kept as what they are.
 */
export class TimelineBuilder {
  private readonly names = new NameTable();
  private readonly warnings = new WarningLog();
  private readonly lives: RunLives;
  private readonly details = new PauseDetails(this.names);
  private readonly side = new SideTables(this.names);
  private readonly collections = new CollectionRows(this.names, this.details);
  private readonly pauses: PauseRows;
  private readonly concurrent = new ColumnTable(concurrentSchema);
  private readonly safepoints = new ColumnTable(safepointSchema);
  private readonly stalls = new ColumnTable(stallSchema);
  private readonly seen = new Set<Evidence>();
  private safepointOperation: string | null = null;
  private zoneMinutes = 0;

  /** @param witness 1 for logs, 2 for recordings: who saw the pauses. */
  constructor(witness: 1 | 2) {
    this.seen.add(witness === 1 ? "log" : "recording");
    this.lives = new RunLives(witness, this.warnings);
    this.pauses = new PauseRows({ names: this.names, details: this.details, side: this.side, collections: this.collections, warnings: this.warnings, witness });
  }

  /** Offset of the wall clock as the input writes it, for rendering times as the user knows them. */
  setZone(zoneMinutes: number): void {
    this.zoneMinutes = zoneMinutes;
  }

  /** Takes one event. Events of one input come in the order of the input; inputs of one JVM in time order. */
  accept(event: GcEvent, stamp: Stamp): void {
    if (hasImpossibleNumber(event) || isImpossible(stamp.uptimeMs) || isImpossible(stamp.epochMs)) {
      this.warnings.add("impossible-number", "a number here is below zero or larger than any measurement; the line is left out", stamp);
      return;
    }
    const run = this.lives.runFor(event, stamp);
    const atMs = run.clock.read(stamp, (stepMs) =>
      this.warnings.add("clock-step", `the wall clock jumps by ${(stepMs / 1000).toFixed(3)} s against the uptime`, stamp),
    );
    if (!Number.isNaN(stamp.uptimeMs)) this.seen.add("uptime");
    if (!Number.isNaN(stamp.epochMs)) this.seen.add("wallClock");
    const evidence = EVIDENCE[event.type];
    if (evidence !== undefined) this.seen.add(evidence);
    this.dispatch(event, stamp, run, atMs);
    this.lives.observe(run, event, stamp);
  }

  /** The finished timeline and what was odd. The builder must not be used afterwards. */
  finish(): { timeline: Timeline; warnings: readonly TimelineWarning[] } {
    const collections = this.collections.finish(this.lives.runs);
    const { pauses, newRow } = this.pauses.finish();
    const timeline: Timeline = {
      names: this.names.names,
      runs: this.lives.finish(this.zoneMinutes),
      pauses,
      concurrent: this.concurrent.finish(orderByTime(this.concurrent, "startMs")),
      collections,
      safepoints: this.safepoints.finish(orderByTime(this.safepoints, "startMs")),
      stalls: this.stalls.finish(orderByTime(this.stalls, "startMs")),
      ...this.details.finish(newRow),
      ...this.side.finish(),
      seen: this.seen,
    };
    return { timeline, warnings: this.warnings.finish() };
  }

  private dispatch(event: GcEvent, stamp: Stamp, run: RunState, atMs: number): void {
    switch (event.type) {
      case "pauseStart":
        this.pauses.start(event, stamp, run, atMs);
        return;
      case "pause":
        if (!Number.isNaN(event.userMs)) this.seen.add("cpu");
        this.pauses.end(event, stamp, run, atMs);
        return;
      case "concurrentStart":
        this.collections.open(run, stamp, atMs);
        return;
      case "concurrent":
        this.endConcurrent(event, stamp, run, atMs);
        return;
      case "collectionStart":
        this.collections.touch(run, stamp, atMs, event.kind, event.cause);
        return;
      case "collection":
        this.collections.end(event, stamp, run, atMs);
        return;
      case "cpu":
        this.pauses.addCpu(event, stamp, run);
        return;
      case "workers":
        this.collections.of(run, stamp, atMs).workers = event.active;
        return;
      case "evacuationFailure":
        if (stamp.gcId >= 0) this.collections.of(run, stamp, atMs).hasEvacuationFailure = true;
        this.side.addMark("evacuationFailure", event.what, 1, stamp, run.index, atMs);
        return;
      case "heapSummary":
        this.collections.addHeapSummary(event, stamp, run, atMs);
        return;
      case "safepointOperation":
        this.safepointOperation = event.operation;
        return;
      case "safepoint":
        this.addSafepoint(event, stamp, run, atMs);
        return;
      case "stall":
        this.addStall(event, stamp, run, atMs);
        return;
      case "collector":
        run.collector = event.collector;
        return;
      case "jvmFact":
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
        this.warnings.add("messages-dropped", `${event.count} messages were lost here before they were written; collections around this place may lack their end`, stamp);
        this.side.addMark("dropped", null, event.count, stamp, run.index, atMs);
        return;
      case "phase":
      case "workerPhase":
      case "regions":
      case "spaceHeap":
      case "ageRow":
      case "survivorTarget":
      case "references":
        this.details.wait(this.collections.of(run, stamp, atMs), event);
        return;
      default:
        this.collections.of(run, stamp, atMs);
        this.side.accept(event, stamp, run.index, atMs, this.seen);
    }
  }

  private endConcurrent(event: Concurrent, stamp: Stamp, run: RunState, atMs: number): void {
    const collection = this.collections.touch(run, stamp, atMs, null, null);
    const startMs = run.clock.note(atMs - event.durationMs);
    const firstPart = collection.concurrentEnds.findIndex((part) => part.startMs >= startMs - ROUNDING_MS);
    const holdsParts = firstPart >= 0 && collection.concurrentEnds.slice(firstPart).some((part) => this.concurrent.get(part.row, "durationMs") <= event.durationMs);
    const row = this.concurrent.append({
      startMs,
      durationMs: event.durationMs,
      phase: this.names.idOf(event.phase),
      gcId: stamp.gcId,
      beforeBytes: event.beforeBytes,
      afterBytes: event.afterBytes,
      generation: generationOf(stamp),
      isCycle: holdsParts && stamp.generation === "" && event.durationMs > 0 ? 1 : 0,
      isAborted: 0,
      input: stamp.input,
      line: stamp.line,
      run: run.index,
    });
    collection.concurrentEnds.push({ row, startMs });
  }

  private addSafepoint(event: Safepoint, stamp: Stamp, run: RunState, atMs: number): void {
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
  }

  private addStall(event: Stall, stamp: Stamp, run: RunState, atMs: number): void {
    this.stalls.append({
      startMs: run.clock.note(atMs - event.durationMs),
      durationMs: event.durationMs,
      kind: this.names.idOf(event.kind),
      thread: this.names.idOf(event.thread),
      input: stamp.input,
      line: stamp.line,
      run: run.index,
    });
  }
}

/** Beyond what a clock can hold exactly. */
function isImpossible(ms: number): boolean {
  return Math.abs(ms) > Number.MAX_SAFE_INTEGER;
}
