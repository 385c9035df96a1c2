import { PauselineError } from "../errors/pauseline-error.js";
import type { InputFile } from "../input/input-file.js";
import type { LatencySeries } from "./latency-series.js";

/** Units a latency can be written in. */
export type LatencyUnit = "ns" | "us" | "ms" | "s";

/** What the user told about a latency file; everything else is detected. */
export interface LatencyOptions {
  /** Time and value column, by name (any case) or 1-based number. */
  readonly columns?: { readonly time: string; readonly value: string };
  /** Offset of stamps that carry none, in minutes east of UTC. */
  readonly zoneMinutes?: number;
  readonly stampMeaning?: "start" | "end";
  readonly unit?: LatencyUnit;
  /** Epoch of a relative clock's zero, ms. */
  readonly startEpochMs?: number;
  /** Time between two requests of one worker, ms: asks for figures corrected for coordinated omission. */
  readonly expectedIntervalMs?: number;
}

/** A latency file as readers of formats see it. */
export interface LatencySource {
  readonly path: string;
  readonly options: LatencyOptions;
  /** First part of the text. */
  readonly head: string;
  /** All lines without their ends, in batches. */
  lineBatches(): AsyncGenerator<readonly string[]>;
  /** The whole text. Only for formats that are one document; throws for more than {@link LARGEST_DOCUMENT_BYTES}. */
  text(): Promise<string>;
}

/** A latency format: how to know it by its first part, and how to read it. */
export interface LatencyFormat {
  readonly name: string;
  readonly matches: (head: string) => boolean;
  readonly read: (source: LatencySource) => Promise<LatencySeries>;
}

/** Summaries and reports are small; what is larger is no summary. */
const LARGEST_DOCUMENT_BYTES = 256 * 1024 ** 2;

/** ms in one unit. */
export const MS_PER_UNIT: Readonly<Record<LatencyUnit, number>> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1000 };

/** A file as a source of lines. */
export function openLatencySource(file: InputFile, head: string, options: LatencyOptions): LatencySource {
  return {
    path: file.path,
    options,
    head,
    lineBatches: () => cutLines(file.open()),
    text: () => readText(file),
  };
}

/** The first part of a file as text, without a byte-order mark and with plain line ends. */
export function decodeHead(bytes: Uint8Array): string {
  const text = decoderFor(bytes).decode(bytes);
  return (text.startsWith("\uFEFF") ? text.slice(1) : text).replaceAll("\r\n", "\n");
}

/** UTF-8, or UTF-16 where a byte-order mark says so (PowerShell writes it when output is redirected). */
function decoderFor(bytes: Uint8Array): TextDecoder {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le");
  return new TextDecoder(bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8");
}

async function* cutLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  let decoder: TextDecoder | null = null;
  let rest = "";
  // The decoder leaves out a byte-order mark.
  for await (const chunk of chunks) {
    decoder ??= decoderFor(chunk);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield lines.map(withoutReturn);
  }
  const last = rest + (decoder?.decode() ?? "");
  if (last !== "") yield [withoutReturn(last)];
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

async function readText(file: InputFile): Promise<string> {
  let decoder: TextDecoder | null = null;
  let text = "";
  let bytes = 0;
  for await (const chunk of file.open()) {
    decoder ??= decoderFor(chunk);
    bytes += chunk.length;
    if (bytes > LARGEST_DOCUMENT_BYTES) {
      throw new PauselineError("input", "latency document larger than 256 MB", { path: file.path, hint: "give per-request rows (CSV or one JSON object a line) instead" });
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return (text + (decoder?.decode() ?? "")).replaceAll("\r\n", "\n");
}

/** Parses a JSON document; a broken one is an input error that names the file. */
export function parseDocument(source: LatencySource, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PauselineError("input", "latency file is no complete JSON document", { path: source.path, hint: "was the run cut off? give a complete report, or per-request rows", cause });
  }
}

/** Raised by readers when a file of a known shape has no row in it that can be used. */
export function noRows(source: LatencySource, what: string): PauselineError {
  return new PauselineError("input", `no ${what} found in latency file`, { path: source.path, hint: "check that the file is complete, or name its columns with --latency-columns time,value" });
}
