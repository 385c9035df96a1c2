/** Text fields in which log shippers keep the original line. */
const TEXT_FIELDS = ["log", "message", "msg", "MESSAGE", "line", "textPayload", "text"] as const;
const BRACE = 0x7b;
const NEWLINE = 10;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The line inside an envelope, in a buffer of its own; `isPartial` when the runtime cut a long line and the rest follows. */
export interface UnwrappedLine {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly isPartial: boolean;
}

/**
 * Opens a line that a container runtime or log shipper wrapped in JSON (`{"log":"[0.1s][info][gc] Using G1\n","stream":…}`).
 * Null when the line is no JSON object or holds no text. Docker cuts lines at 16 KB: a `log` field without a line end goes on.
 */
export function unwrapJsonLine(bytes: Uint8Array, start: number, end: number): UnwrappedLine | null {
  if (bytes[start] !== BRACE) return null;
  const text = jsonText(decoder.decode(bytes.subarray(start, end)));
  if (text === null) return null;
  const line = text.value.replace(/\r?\n$/, "");
  const encoded = encoder.encode(`${line}\n`);
  return { bytes: encoded, end: encoded.length - 1, isPartial: text.field === "log" && !text.value.endsWith("\n") };
}

function jsonText(json: string): { field: string; value: string } | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    // Not JSON after all: an application's line that begins with a brace.
    return null;
  }
  if (typeof parsed !== "object" || parsed === null) return null;
  for (const field of TEXT_FIELDS) {
    const value = (parsed as Record<string, unknown>)[field];
    if (typeof value === "string") return { field, value };
  }
  return null;
}

/** Joins two parts of a line that a runtime cut in the middle. */
export function joinParts(first: Uint8Array, bytes: Uint8Array, start: number, end: number): Uint8Array {
  const joined = new Uint8Array(first.length + end - start + 1);
  joined.set(first);
  joined.set(bytes.subarray(start, end), first.length);
  joined[joined.length - 1] = NEWLINE;
  return joined;
}
