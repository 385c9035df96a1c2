import { findColumn, readCsvRows } from "./csv-rows.js";
import { noRows, type LatencyFormat } from "./latency-source.js";
import { parseStamp } from "./parse-stamp.js";
import { RequestTable } from "./request-table.js";

/** Metrics that hold the time of one request, whatever the protocol. */
export const K6_DURATIONS: ReadonlySet<string> = new Set(["http_req_duration", "grpc_req_duration"]);

/**
 * k6 `--out csv`: one row a metric and request.
 *
 *     metric_name,timestamp,metric_value,check,error,error_code,expected_response,…
 *     http_req_duration,1643917421,128.29,,,,true,…
 */
export const k6Csv: LatencyFormat = {
  name: "k6-csv",
  matches: (head) => /^"?metric_name"?,"?timestamp"?,"?metric_value"?/.test(head),
  read: async (source) => {
    const table = new RequestTable();
    let columns: { name: number; time: number; value: number; expected: number; status: number } | null = null;
    for await (const row of readCsvRows(source, { delimiter: "," })) {
      if (columns === null) {
        columns = { name: findColumn(row, "metric_name"), time: findColumn(row, "timestamp"), value: findColumn(row, "metric_value"), expected: findColumn(row, "expected_response"), status: findColumn(row, "status") };
        continue;
      }
      if (!K6_DURATIONS.has(row[columns.name] ?? "")) continue;
      const stamp = parseStamp(row[columns.time] ?? "", source.options.zoneMinutes);
      if (stamp !== null) table.noteStep(stamp.stepMs);
      const isFailed = row[columns.expected] === "false" || Number(row[columns.status]) >= 400 || row[columns.status] === "0";
      table.append(stamp?.epochMs ?? Number.NaN, Number(row[columns.value] || Number.NaN), isFailed);
    }
    if (table.length === 0) throw noRows(source, "http_req_duration row");
    return table.finish(source, { format: "k6-csv", stampMeaning: "end", order: "unknown", zone: "absolute", unitNote: "Latency is http_req_duration in ms.", notes: [K6_NOTE] });
  },
};

/** What a fixed number of virtual users hides. */
export const K6_NOTE = "Unless the scenario used an arrival-rate executor, a virtual user that waits sends nothing, so pauses are seen by fewer requests than a user would feel.";
