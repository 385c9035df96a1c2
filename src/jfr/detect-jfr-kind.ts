import { PauselineError } from "../errors/pauseline-error.js";
import { isChunkStart } from "./chunk-header.js";
import { encodingOf } from "./decode-chunks.js";

export type JfrKind = "jfr" | "jfr-text" | "jfr-json" | "jfr-xml";

/** Looked at of a text; the head of an export is far shorter. */
const LOOKED_AT = 8192;

/** Which form of a recording begins with these bytes; null when it is none. Some kB are enough. */
export function detectJfrKind(head: Uint8Array): JfrKind | null {
  if (isChunkStart(head, 0)) return "jfr";
  const text = textOf(head);
  if (/^\s*[[{]/.test(text)) return isJson(text) ? "jfr-json" : null;
  if (/^\s*(<\?xml[^>]*\?>\s*)?<recording[\s>]/.test(text)) return "jfr-xml";
  return /^[\w$.]*\bjdk\.\w+ \{\r?\n +\w+ = /m.test(text) ? "jfr-text" : null;
}

/** An error that says what to give instead, for outputs of the `jfr` tool that hold no events; null for everything else. */
export function refuseJfrTables(head: Uint8Array, path: string): PauselineError | null {
  const text = textOf(head);
  const isSummary = /^\s*Version: \d+\.\d+\s+Chunks: \d+\s+Start: /.test(text);
  const isView = /^\s*(GC Pauses|Garbage Collections|GC Configuration|GC Pause Phases|Heap Configuration)\s*\n[\s\S]*-{8}/i.test(text);
  if (!isSummary && !isView) return null;
  return new PauselineError("input", `this is the output of \`jfr ${isSummary ? "summary" : "view"}\`, which holds no single events`, {
    path,
    hint: "give the .jfr file itself, or `jfr print --json recording.jfr`",
  });
}

/** The outer object with its `events`, a bare array of events, or one event per line. */
function isJson(text: string): boolean {
  return (
    /^\s*\{\s*("recording"\s*:\s*\{\s*)?"events"\s*:\s*\[/.test(text) ||
    /^\s*\[?\s*\{\s*"type"\s*:\s*"[\w.]+"\s*,\s*"values"\s*:/.test(text)
  );
}

function textOf(head: Uint8Array): string {
  return new TextDecoder(encodingOf(head)).decode(head.subarray(0, LOOKED_AT));
}
