import { readCsvRows } from "./csv-rows.js";
import { noRows, type LatencyFormat } from "./latency-source.js";
import { parseStamp } from "./parse-stamp.js";
import { RequestTable } from "./request-table.js";

const FACTS = { stampMeaning: "start", order: "unknown", zone: "absolute", unitNote: "Latency is in ns." } as const;

/** vegeta `encode -to csv`: no header; epoch ns of the start, status (0: no answer), latency in ns, bytes out, bytes in, error, … */
export const vegetaCsv: LatencyFormat = {
  name: "vegeta-csv",
  matches: (head) => /^\d{19},\d{1,3},\d+,\d+,\d+,/.test(head),
  read: async (source) => {
    const table = new RequestTable();
    for await (const row of readCsvRows(source, { delimiter: "," })) {
      const code = Number(row[1]);
      table.append(Number(row[0] || Number.NaN) / 1e6, Number(row[2] || Number.NaN) / 1e6, code === 0 || code >= 400);
    }
    if (table.length === 0) throw noRows(source, "vegeta result");
    return table.finish(source, { format: "vegeta-csv", ...FACTS });
  },
};

/** vegeta `encode -to json`: `{"attack":"","seq":0,"code":200,"timestamp":"2019-…Z","latency":1234567,…}`, one a line. */
export const vegetaJson: LatencyFormat = {
  name: "vegeta-json",
  matches: (head) => /^\s*\{[^\n]*"attack"\s*:[^\n]*"latency"\s*:\s*\d/.test(head),
  read: async (source) => {
    const table = new RequestTable();
    for await (const lines of source.lineBatches()) {
      for (const line of lines) {
        const stamp = /"timestamp"\s*:\s*"([^"]+)"/.exec(line)?.[1];
        const latency = /"latency"\s*:\s*(\d+)/.exec(line)?.[1];
        if (stamp === undefined || latency === undefined) continue;
        const code = Number(/"code"\s*:\s*(\d+)/.exec(line)?.[1]);
        table.append(parseStamp(stamp)?.epochMs ?? Number.NaN, Number(latency) / 1e6, code === 0 || code >= 400);
      }
    }
    if (table.length === 0) throw noRows(source, "vegeta result");
    return table.finish(source, { format: "vegeta-json", ...FACTS });
  },
};
