import { noRows, type LatencyFormat } from "./latency-source.js";
import { RequestTable } from "./request-table.js";
import { maxOf, summaryOf, WindowTable } from "./window-table.js";

/**
 * Tsung `dumptraffic="protocol"`: epoch seconds of the end, duration in ms; rows of several nodes are not in order.
 *
 *     #date;pid;id;http method;host;URL;HTTP status;size;duration;transaction;match;error;tag
 *     1795532315.551258;<0.199.0>;4;get;127.0.0.1;/api;200;128;25.305;tr_visit;;;
 */
export const tsungDump: LatencyFormat = {
  name: "tsung-dump",
  matches: (head) => /^#date;pid;id;/m.test(head),
  read: async (source) => {
    const table = new RequestTable();
    let names: readonly string[] = [];
    for await (const lines of source.lineBatches()) {
      for (const line of lines) {
        const cells = line.split(";");
        if (line.startsWith("#")) {
          names = cells.map((name) => name.replace(/^#/, "").trim().toLowerCase());
          continue;
        }
        const status = Number(cells[names.indexOf("http status")]);
        table.append(Number(cells[names.indexOf("date")] || Number.NaN) * 1000, Number(cells[names.indexOf("duration")] || Number.NaN), status >= 400 || (cells[names.indexOf("error")] ?? "") !== "");
      }
    }
    if (table.length === 0) throw noRows(source, "tsung request");
    return table.finish(source, { format: "tsung-dump", stampMeaning: "end", order: "unknown", zone: "absolute", unitNote: "Latency is `duration` in ms." });
  },
};

/** Tsung statistics, a block every 10 s: means and a maximum of the whole run so far, hence only a summary. */
export const tsungLog: LatencyFormat = {
  name: "tsung-log",
  matches: (head) => /^# stats: dump at \d+/m.test(head),
  read: async (source) => {
    const table = new WindowTable();
    let requests = 0;
    for await (const lines of source.lineBatches()) {
      for (const line of lines) {
        const match = /^stats: request (\d+) (\S+) (\S+) (\S+) \S+ \S+ (\d+)/.exec(line);
        if (match === null) continue;
        requests = Math.max(requests, Number(match[5]) + Number(match[1]));
        table.append(0, Number(match[1]), Number.NaN, Number(match[4]));
      }
    }
    return summaryOf(source, "tsung-log", { requests, p50Ms: null, p95Ms: null, p99Ms: null, p999Ms: null, maxMs: maxOf(table) }, [
      "Tsung's statistics give means of 10 s and a maximum of the run so far, no percentiles; its traffic dump (dumptraffic=\"protocol\") gives requests.",
    ]);
  },
};
