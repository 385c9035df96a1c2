import type { GcEvent } from "../../src/events/gc-event.js";
import * as unified from "../../src/generated/unified-bytes.js";

/** What stands in a line after its decorations: id and generation of the collection, and the event; undefined when no rule knows the message. */
export interface ReadLine {
  readonly gcId: number;
  readonly generation: string;
  readonly event: GcEvent | undefined;
}

/** Feeds one line, ended as given, to the start rules in the order in which the line reader calls them. */
export function readLine(text: string, lineEnd = "\n"): ReadLine {
  const bytes = new TextEncoder().encode(`${text}${lineEnd}`);
  unified.setInput(bytes, bytes.length - 1);
  const gcId = unified.parseGcId(0);
  let at = gcId === undefined ? 0 : unified.position();
  const generation = gcId === undefined ? undefined : unified.parseGeneration(at);
  if (generation !== undefined) at = unified.position();
  return { gcId: gcId ?? -1, generation: generation ?? "", event: unified.parseMessage(at) };
}

/** The value that a decoration's start rule gives for the text inside a bracket, and how much of it was read. */
export function readDecoration<Value>(parse: (position: number) => Value | undefined, text: string): { value: Value | undefined; read: number } {
  const bytes = new TextEncoder().encode(`${text}]\n`);
  unified.setInput(bytes, bytes.length - 1);
  const value = parse(0);
  return { value, read: value === undefined ? 0 : unified.position() };
}
