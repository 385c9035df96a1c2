import { noRows, type LatencyFormat, type LatencySource } from "./latency-source.js";
import { parseStamp, type Stamp } from "./parse-stamp.js";
import { chooseDuration, type DurationField } from "./access-log-fields.js";
import { RequestTable } from "./request-table.js";

const BRACKET = /\[(\d{1,2}\/[A-Za-z]{3}\/\d{4}:\d{2}:\d{2}:\d{2}(?:\.\d+)?(?: [+-]\d{4})?)\]/;
const LEADING = /^(?:"?(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?\s?(?:Z|[+-]\d{2}:?\d{2})?)|(\d{10}\.\d{1,6}|\d{13}|\d{16}))(?=[\s,])/;
const REQUEST = /"(?:GET|POST|PUT|DELETE|HEAD|PATCH|OPTIONS|CONNECT|TRACE|PRI|-)\b/;

const BLIND_NOTE = "An access log knows only what its own server timed: if this is the application's own log, its clock starts after a pause and the pause is not in it; a proxy's log has it.";

/**
 * Access logs of nginx, Apache, Tomcat and others that hold a request time, in whatever layout: the time is the bracketed
 * date, or a leading ISO date or epoch number; the duration a named field (`rt=`, `request_time=`, …) or a number after the
 * quoted request, its unit known by its shape.
 *
 *     127.0.0.1 - - [24/Nov/2026:15:10:19 +0000] "GET /api HTTP/1.1" 200 20 "-" "hey/0.0.1" 0.282
 *     1795532313911 253740 200 "GET /api HTTP/1.1"
 */
export const accessLog: LatencyFormat = {
  name: "access-log",
  matches: (head) => {
    const lines = sampleLines(head);
    const known = lines.filter((line) => REQUEST.test(line) && stampOf(line, 0) !== null);
    return known.length >= 1 && known.length * 2 >= lines.length && chooseDuration(known) !== null;
  },
  read: async (source) => readAccessLog(source),
};

async function readAccessLog(source: LatencySource): Promise<ReturnType<RequestTable["finish"]>> {
  const field = chooseDuration(sampleLines(source.head).filter((line) => REQUEST.test(line)));
  if (field === null) throw noRows(source, "request time");
  const { unit } = source.options;
  const factor = unit === undefined ? field.msPerUnit : { ns: 1e-6, us: 1e-3, ms: 1, s: 1000 }[unit];
  const table = new RequestTable();
  let hasZone = true;
  for await (const lines of source.lineBatches()) {
    for (const line of lines) {
      if (line === "") continue;
      const stamp = stampOf(line, source.options.zoneMinutes);
      if (stamp === null) continue;
      if (!stamp.hasZone) hasZone = false;
      table.noteStep(stamp.stepMs);
      table.append(stamp.epochMs, field.read(line) * factor, isError(line));
    }
  }
  if (table.length === 0) throw noRows(source, "request with time and duration");
  return table.finish(source, {
    format: field.format, stampMeaning: field.stampMeaning, order: "written", isServerSide: true,
    zone: hasZone || source.options.zoneMinutes !== undefined ? "absolute" : "assumed-utc",
    unitNote: unit === undefined ? field.note : `Request times are taken as ${unit}, as given.`, notes: [BLIND_NOTE],
  });
}

export type { DurationField };

function sampleLines(head: string): readonly string[] {
  const lines = head.split(/\r?\n/).filter((line) => line !== "");
  // The last line of a head may be cut.
  return (lines.length > 1 ? lines.slice(0, -1) : lines).slice(0, 400);
}

function stampOf(line: string, zoneMinutes: number | undefined): Stamp | null {
  const bracket = BRACKET.exec(line);
  if (bracket !== null) return parseStamp(bracket[1] as string, zoneMinutes);
  const leading = LEADING.exec(line);
  return leading === null ? null : parseStamp((leading[1] ?? leading[2]) as string, zoneMinutes);
}

function isError(line: string): boolean {
  return /" 5\d\d /.test(line) || / 5\d\d "/.test(line);
}
