import type { EventSink, GcEvent, Stamp } from "../events/gc-event.js";
import { parseGcId, parseGeneration, parseKnownTags, parseMessage, position, setInput } from "../generated/unified-bytes.js";
import { type DecorationLayout, detectLayout, UNDECORATED } from "./decoration-layout.js";
import { joinParts, unwrapJsonLine } from "./envelope.js";
import type { LineReader, LineVerdict, RejectedLine } from "./line-reader.js";
import { type Decorations, readDecorations } from "./read-decorations.js";

const OPEN = 0x5b;
const SPACE = 0x20;
/** A prefix in front of the decorations (syslog, CRI, compose, an application logger) is looked for up to here. */
const LONGEST_PREFIX_BYTES = 400;
const REJECTED_KEPT = 50;
const encoder = new TextEncoder();

/**
 * Reads lines of HotSpot's unified logging, whatever stands around them: any decorations, prefixes of runtimes and
 * loggers, JSON envelopes, the application's own output in between. Every line ends as parsed (it gave an event), ignored
 * (known and not needed, or not the JVM's) or unrecognized (the JVM's, about GC or safepoints, and not understood).
 */
export class UnifiedReader implements LineReader {
  readonly rejected: RejectedLine[] = [];
  /** Offset of the wall clock as the log writes it; null until a line with one was read. */
  zoneMinutes: number | null = null;
  /** Lines that carried GC or safepoint messages; none means that this is no GC log. */
  gcLines = 0;
  private layout: DecorationLayout | null = null;
  private readonly decorations: Decorations = { uptimeMs: Number.NaN, epochMs: Number.NaN, level: "", tags: "", messageStart: 0 };
  private readonly stamp: Stamp;
  private readonly skippedTags = new Map<string, Map<string, boolean>>();
  private partial: Uint8Array | null = null;

  constructor(
    input: number,
    private readonly sink: EventSink,
  ) {
    this.stamp = { input, line: 0, uptimeMs: Number.NaN, epochMs: Number.NaN, gcId: -1, generation: "" };
  }

  readLine(bytes: Uint8Array, start: number, end: number, line: number): LineVerdict {
    this.stamp.line = line;
    if (this.partial !== null) return this.readRest(this.partial, bytes, start, end);
    if (start === end) return "ignored";
    setInput(bytes, end);
    if (this.layout !== null && readDecorations(bytes, start, end, this.layout, this.decorations)) {
      return this.readMessage(bytes, end);
    }
    return this.readOddLine(bytes, start, end);
  }

  /** The rest of a line of which a runtime cut off the first part. */
  private readRest(first: Uint8Array, bytes: Uint8Array, start: number, end: number): LineVerdict {
    this.partial = null;
    const rest = unwrapJsonLine(bytes, start, end);
    if (rest === null) return this.readLine(bytes, start, end, this.stamp.line);
    const joined = joinParts(first, rest.bytes, 0, rest.end);
    if (rest.isPartial) {
      this.partial = joined.subarray(0, joined.length - 1);
      return "ignored";
    }
    setInput(joined, joined.length - 1);
    return this.readAnywhere(joined, 0, joined.length - 1);
  }

  finish(): void {
    // A line that a runtime cut and never finished was already counted when its first part came.
    this.partial = null;
  }

  /** A line that does not have the decorations of the line before it. */
  private readOddLine(bytes: Uint8Array, start: number, end: number): LineVerdict {
    const unwrapped = unwrapJsonLine(bytes, start, end);
    if (unwrapped !== null) {
      if (unwrapped.isPartial) {
        this.partial = unwrapped.bytes.subarray(0, unwrapped.end);
        return "ignored";
      }
      setInput(unwrapped.bytes, unwrapped.end);
      return this.readAnywhere(unwrapped.bytes, 0, unwrapped.end);
    }
    return this.readAnywhere(bytes, start, end);
  }

  /** Looks for decorations at the start of the line and then behind each possible prefix. */
  private readAnywhere(bytes: Uint8Array, start: number, end: number): LineVerdict {
    const limit = Math.min(end, start + LONGEST_PREFIX_BYTES);
    let rejectedVerdict: LineVerdict = "ignored";
    for (let at = start; at < limit; at++) {
      at = bytes.indexOf(OPEN, at);
      if (at < 0 || at >= limit) break;
      const layout = detectLayout(bytes, at, end);
      if (layout === null || !readDecorations(bytes, at, end, layout, this.decorations)) continue;
      const isAtStart = at === start;
      // Behind a prefix only a message that is understood counts: programs quote log lines.
      const verdict = this.readMessage(bytes, end, isAtStart && (layout.hasTags || this.layout === null));
      if (verdict === "parsed") {
        this.layout = layout;
        this.zoneMinutes ??= layout.zoneMinutes;
        return verdict;
      }
      if (isAtStart) rejectedVerdict = verdict;
    }
    if (rejectedVerdict === "ignored" && (this.layout === null || this.layout === UNDECORATED)) return this.readUndecorated(bytes, start, end);
    return rejectedVerdict;
  }

  /** `-Xlog:…::none`: the message alone. Only what is understood is taken; the rest is the application's. */
  private readUndecorated(bytes: Uint8Array, start: number, end: number): LineVerdict {
    this.decorations.uptimeMs = Number.NaN;
    this.decorations.epochMs = Number.NaN;
    this.decorations.tags = "";
    this.decorations.level = "";
    this.decorations.messageStart = start;
    const hasGcId = parseGcId(start) !== undefined;
    const verdict = this.readMessage(bytes, end, hasGcId);
    if (verdict === "parsed" && hasGcId) this.layout ??= UNDECORATED;
    return verdict;
  }

  /**
   * Reads the message behind the decorations. `isOurs`: whether a message that is not understood is the JVM's (and thus
   * unrecognized) rather than somebody's text that looks like it.
   */
  private readMessage(bytes: Uint8Array, end: number, isOurs = true): LineVerdict {
    const { decorations, stamp } = this;
    if (decorations.tags !== "" && this.isSkipped(decorations.level, decorations.tags, bytes, end)) {
      this.gcLines++;
      return "ignored";
    }
    stamp.uptimeMs = decorations.uptimeMs;
    stamp.epochMs = decorations.epochMs;
    stamp.gcId = -1;
    stamp.generation = "";
    let at = decorations.messageStart;
    const gcId = parseGcId(at);
    if (gcId !== undefined) {
      stamp.gcId = gcId;
      at = position();
      const generation = parseGeneration(at);
      if (generation !== undefined) {
        stamp.generation = generation;
        at = position();
      }
    }
    const event: GcEvent | undefined = parseMessage(at);
    if (event === undefined || position() < end) return isOurs ? this.reject(bytes, at, end) : "ignored";
    const isGcLine = isAboutGc(decorations.tags) || gcId !== undefined;
    // Without tags and id these families are as wide as any program's output: "Request took 12.5ms".
    const isDoubtful = !isGcLine && (event.type === "phase" || (event.type === "jvmFact" && event.name === "other"));
    if (event.type === "ignored" || isDoubtful) {
      if (isGcLine) this.gcLines++;
      return "ignored";
    }
    this.gcLines++;
    this.sink(event, stamp);
    return "parsed";
  }

  private reject(bytes: Uint8Array, messageStart: number, end: number): LineVerdict {
    const { tags, level } = this.decorations;
    // A blank bracket pair continues the message above (JDK 25+).
    if (tags !== "" && !isAboutGc(tags)) return "ignored";
    if (isBlank(bytes, messageStart, end)) return "ignored";
    if (tags === "" && this.layout !== null && this.layout.hasTags) return "ignored";
    if (this.rejected.length < REJECTED_KEPT) {
      this.rejected.push({ line: this.stamp.line, level, tags, message: new TextDecoder().decode(bytes.subarray(messageStart, end)) });
    }
    return "unrecognized";
  }

  /** Tag sets that the grammar names as known and not needed at that level; asked once per set. */
  private isSkipped(level: string, tags: string, bytes: Uint8Array, end: number): boolean {
    const byLevel = this.skippedTags.get(level);
    const known = byLevel?.get(tags);
    if (known !== undefined) return known;
    const text = encoder.encode(`${level} ${tags}\n`);
    setInput(text, text.length - 1);
    const isSkipped = parseKnownTags(0) !== undefined && position() === text.length - 1;
    setInput(bytes, end);
    if (byLevel === undefined) this.skippedTags.set(level, new Map([[tags, isSkipped]]));
    else byLevel.set(tags, isSkipped);
    return isSkipped;
  }
}

/** Whether a tag set is one of garbage collection or safepoints. */
function isAboutGc(tags: string): boolean {
  return tags === "gc" || tags.startsWith("gc,") || tags === "safepoint" || tags.startsWith("safepoint,") || tags.includes(",gc");
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== SPACE) return false;
  return true;
}
