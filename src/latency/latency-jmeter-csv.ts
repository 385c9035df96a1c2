import { findColumn, readCsvRows } from "./csv-rows.js";
import { noRows, type LatencyFormat } from "./latency-source.js";
import { parseStamp } from "./parse-stamp.js";
import { RequestTable } from "./request-table.js";
import { ThreadOverlap } from "./thread-overlap.js";

/** Without a header JMeter writes its columns in this order. */
const DEFAULT_COLUMNS = ["timeStamp", "elapsed", "label", "responseCode", "responseMessage", "threadName", "dataType", "success"];
/** JMeter's own warning about itself. */
export const JMETER_NOTE = "JMeter is a JVM: its own collections can be the spikes.";

/**
 * JMeter results as CSV, with or without header; columns found by name.
 *
 *     timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,…
 *     1795532317494,95,GET /api,200,OK,users 1-7,text,true,…
 */
export const jmeterCsv: LatencyFormat = {
  name: "jmeter-csv",
  matches: (head) => /^"?timeStamp"?[,;\t].*\belapsed\b/.test(head) || /^\d{13},\d+,(?:"[^"\n]*"|[^,\n]*),[^,\n]*,[^\n]*,(?:true|false),/.test(head),
  read: async (source) => {
    const delimiter = /^"?timeStamp"?([,;\t])/.exec(source.head)?.[1] ?? ",";
    const table = new RequestTable();
    const threads = new ThreadOverlap();
    let hasZone = true;
    let columns: { time: number; elapsed: number; success: number; thread: number } | null = null;
    for await (const row of readCsvRows(source, { delimiter })) {
      if (columns === null) {
        const hasHeader = findColumn(row, "timeStamp") >= 0;
        const header = hasHeader ? row : DEFAULT_COLUMNS;
        columns = { time: findColumn(header, "timeStamp"), elapsed: findColumn(header, "elapsed"), success: findColumn(header, "success"), thread: findColumn(header, "threadName") };
        if (hasHeader) continue;
      }
      const stamp = parseStamp(row[columns.time] ?? "", source.options.zoneMinutes);
      // jmeter.save.saveservice.timestamp_format can ask for local time without offset.
      hasZone &&= stamp?.hasZone ?? true;
      const stampMs = stamp?.epochMs ?? Number.NaN;
      const elapsedMs = Number(row[columns.elapsed] || Number.NaN);
      threads.see(row[columns.thread] ?? "", stampMs, elapsedMs);
      table.append(stampMs, elapsedMs, row[columns.success] === "false");
    }
    if (table.length === 0) throw noRows(source, "JMeter sample");
    return table.finish(source, { format: "jmeter-csv", stampMeaning: threads.meaning() ?? "start", order: "written", zone: hasZone || source.options.zoneMinutes !== undefined ? "absolute" : "assumed-utc", workers: threads.workers(), unitNote: "Latency is `elapsed` in ms.", notes: [JMETER_NOTE] });
  },
};
