import { PauselineError } from "../errors/pauseline-error.js";
import { chooseColumns, type ColumnChoice } from "./choose-columns.js";
import { noRows, type LatencyFormat, type LatencySource } from "./latency-source.js";
import type { RequestSeries } from "./latency-series.js";
import { parseNumber, parseStamp } from "./parse-stamp.js";
import { RequestTable } from "./request-table.js";

type Row = Readonly<Record<string, unknown>>;

/**
 * One JSON object a line with a time and a latency member, found by name and shape or given: JSON access logs, responses
 * kept by a test script, and the like. Members of nested objects are looked at under `outer.inner`.
 *
 *     {"t":1795533019119,"status":200,"ms":105.176}
 */
export const jsonLines: LatencyFormat = {
  name: "json-lines",
  matches: (head) => sampleRows(head).length > 0,
  read: async (source) => readLines(source),
};

async function readLines(source: LatencySource): Promise<RequestSeries> {
  const samples = sampleRows(source.head);
  const names = [...new Set(samples.flatMap((row) => Object.keys(row)))];
  const cells = samples.map((row) => names.map((name) => textOf(row[name])));
  const choice = chooseColumns(names, cells, source.options);
  if (choice === null || choice.kind !== "requests") {
    throw new PauselineError("input", "no time and latency member found in the JSON lines", { path: source.path, hint: "name them with --latency-columns time,value" });
  }
  return readRequests(source, names, choice);
}

async function readRequests(source: LatencySource, names: readonly string[], choice: ColumnChoice): Promise<RequestSeries> {
  const table = new RequestTable();
  const name = (index: number): string => names[index] ?? "";
  let hasZone = true;
  for await (const lines of source.lineBatches()) {
    for (const line of lines) {
      if (line === "") continue;
      const row = parseRow(line);
      if (row === null) continue;
      const stamp = parseStamp(textOf(row[name(choice.time)]), source.options.zoneMinutes);
      hasZone &&= stamp?.hasZone ?? true;
      if (stamp !== null) table.noteStep(stamp.stepMs);
      table.append(stamp?.epochMs ?? Number.NaN, parseNumber(textOf(row[name(choice.value)])) * choice.msPerUnit, parseNumber(textOf(row[name(choice.status)])) >= 500);
    }
  }
  if (table.length === 0) throw noRows(source, "line with time and latency");
  const isAccessLog = names.some((member) => /^(?:method|uri|url|request|remote_addr|upstream_response_time)$/i.test(member));
  return table.finish(source, {
    format: "json-lines", stampMeaning: choice.stampMeaning, order: choice.isOrderWritten ? "written" : "unknown", isServerSide: isAccessLog,
    zone: hasZone || source.options.zoneMinutes !== undefined ? "absolute" : "assumed-utc", unitNote: choice.note,
    ...(isAccessLog ? { notes: ["An access log knows only what its own server timed: if this is the application's own log, its clock starts after a pause and the pause is not in it."] } : {}),
  });
}

function sampleRows(head: string): readonly Row[] {
  if (!/^\s*\{/.test(head)) return [];
  const lines = head.split(/\r?\n/).filter((line) => line !== "").slice(0, 200);
  return lines.map(parseRow).filter((row) => row !== null);
}

/** A flat view of one line; a line that is cut or no object is null. */
function parseRow(line: string): Row | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const flat: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (typeof member === "object" && member !== null) for (const [inner, part] of Object.entries(member)) flat[`${key}.${inner}`] = part;
    else flat[key] = member;
  }
  return flat;
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
