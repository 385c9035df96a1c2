import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GcEvent, Pause, Stamp } from "../../src/events/gc-event.js";
import { createLegacyReader } from "../../src/legacy/legacy-reader.js";
import { LineCutter } from "../../src/lines/chunk-lines.js";
import type { LineReader } from "../../src/lines/line-reader.js";

export interface Reading {
  readonly events: readonly { readonly event: GcEvent; readonly stamp: Stamp }[];
  /** One letter for each line: p(arsed), i(gnored), u(nrecognized). */
  readonly verdicts: string;
  readonly reader: LineReader;
}

/** Reads a log from memory, each event with a copy of its stamp. */
export function readLegacy(text: string | Uint8Array): Reading {
  const events: { event: GcEvent; stamp: Stamp }[] = [];
  const reader = createLegacyReader(0, (event, stamp) => events.push({ event, stamp: { ...stamp } }));
  let verdicts = "";
  const cutter = new LineCutter((bytes, start, end, line) => {
    verdicts += reader.readLine(bytes, start, end, line)[0];
  });
  cutter.push(typeof text === "string" ? Buffer.from(text) : text);
  cutter.finish();
  reader.finish();
  return { events, verdicts, reader };
}

export function eventsOf<T extends GcEvent["type"]>(reading: Reading, type: T): readonly Extract<GcEvent, { type: T }>[] {
  return reading.events.map(({ event }) => event).filter((event): event is Extract<GcEvent, { type: T }> => event.type === type);
}

/** Stops as a person counts them: without those that lie in another one. */
export function outerPauses(reading: Reading): readonly { readonly pause: Pause; readonly stamp: Stamp }[] {
  const pauses: { pause: Pause; stamp: Stamp }[] = [];
  let openKind: string | null = null;
  for (const { event, stamp } of reading.events) {
    if (event.type === "pauseStart") openKind = event.kind;
    if (event.type !== "pause" || (openKind !== null && event.kind !== openKind)) continue;
    pauses.push({ pause: event, stamp });
    openKind = null;
  }
  return pauses;
}

export function readSample(name: string): string {
  return readFileSync(join(import.meta.dirname, "../../samples", name), "utf8");
}
