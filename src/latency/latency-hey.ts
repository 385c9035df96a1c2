import { findColumn, readCsvRows } from "./csv-rows.js";
import { noRows, type LatencyFormat } from "./latency-source.js";
import { RequestTable } from "./request-table.js";

/**
 * hey `-o csv`: seconds; `offset` is the start of the request since hey began, so that the file alone has no place in time.
 *
 *     response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset
 *     0.2482,0.0006,0.0000,0.0003,0.2472,0.0001,200,0.1297
 */
export const heyCsv: LatencyFormat = {
  name: "hey-csv",
  matches: (head) => head.startsWith("response-time,DNS+dialup,"),
  read: async (source) => {
    const table = new RequestTable();
    const zeroMs = source.options.startEpochMs ?? 0;
    let columns: { time: number; value: number; status: number } | null = null;
    for await (const row of readCsvRows(source, { delimiter: "," })) {
      if (columns === null) {
        columns = { time: findColumn(row, "offset"), value: findColumn(row, "response-time"), status: findColumn(row, "status-code") };
        continue;
      }
      table.append(zeroMs + Number(row[columns.time] || Number.NaN) * 1000, Number(row[columns.value] || Number.NaN) * 1000, Number(row[columns.status]) >= 400);
    }
    if (table.length === 0) throw noRows(source, "hey result");
    return table.finish(source, {
      format: "hey-csv", stampMeaning: "start", order: "written", zone: source.options.startEpochMs === undefined ? "relative" : "absolute", unitNote: "Latency is in seconds.",
      notes: ["Failed requests have no row.", "A worker of hey that waits sends nothing, so pauses are seen by fewer requests than a user would feel."],
    });
  },
};
