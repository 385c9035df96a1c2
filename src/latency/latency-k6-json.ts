import { K6_DURATIONS, K6_NOTE } from "./latency-k6-csv.js";
import { noRows, type LatencyFormat } from "./latency-source.js";
import { parseStamp } from "./parse-stamp.js";
import { RequestTable } from "./request-table.js";

interface K6Point {
  readonly type?: string;
  readonly metric?: string;
  readonly data?: { readonly time?: string; readonly value?: number; readonly tags?: { readonly expected_response?: string; readonly status?: string } | null };
}

/**
 * k6 `--out json`: one object a line.
 *
 *     {"type":"Point","data":{"time":"2019-09-08T20:14:16.87+05:00","value":80.1,"tags":{…}},"metric":"http_req_duration"}
 */
export const k6Json: LatencyFormat = {
  name: "k6-json",
  matches: (head) => /^\s*\{/.test(head) && /"type"\s*:\s*"(?:Metric|Point)"/.test(head) && /"metric"\s*:/.test(head),
  read: async (source) => {
    const table = new RequestTable();
    for await (const lines of source.lineBatches()) {
      for (const line of lines) {
        if (!line.includes("_req_duration")) continue;
        const point = parsePoint(line);
        if (point?.type !== "Point" || !K6_DURATIONS.has(point.metric ?? "")) continue;
        const tags = point.data?.tags;
        const stamp = parseStamp(point.data?.time ?? "");
        if (stamp !== null) table.noteStep(stamp.stepMs);
        table.append(stamp?.epochMs ?? Number.NaN, point.data?.value ?? Number.NaN, tags?.expected_response === "false" || Number(tags?.status) >= 400);
      }
    }
    if (table.length === 0) throw noRows(source, "http_req_duration point");
    return table.finish(source, { format: "k6-json", stampMeaning: "end", order: "unknown", zone: "absolute", unitNote: "Latency is http_req_duration in ms.", notes: [K6_NOTE] });
  },
};

/** A line cut off by a killed run is no point. */
function parsePoint(line: string): K6Point | null {
  try {
    return JSON.parse(line) as K6Point;
  } catch {
    return null;
  }
}
