import { noRows, type LatencyFormat } from "./latency-source.js";
import { parseStamp } from "./parse-stamp.js";
import { RequestTable } from "./request-table.js";

/** `[24/Nov/2026:14:58:37.551] frontend backend/server TR/Tw/Tc/Tr/Ta status`; a syslog header before it does not matter. */
const LINE = /\[(\d{2}\/[A-Za-z]{3}\/\d{4}:\d{2}:\d{2}:\d{2}\.\d{3})\] \S+ \S+\/\S+ (-?\d+)\/(-?\d+)\/(-?\d+)\/(-?\d+)\/\+?(-?\d+) (\d{3}|-1) /;

/** HAProxy `option httplog`: ms, stamped at the start in local time without offset; Ta (the fifth) is what the client saw. */
export const haproxyLog: LatencyFormat = {
  name: "haproxy",
  matches: (head) => LINE.test(head),
  read: async (source) => {
    const table = new RequestTable();
    for await (const lines of source.lineBatches()) {
      for (const line of lines) {
        const match = LINE.exec(line);
        if (match === null) continue;
        const status = Number(match[7]);
        table.append(parseStamp(match[1] as string, source.options.zoneMinutes)?.epochMs ?? Number.NaN, Number(match[6]), status < 0 || status >= 500);
      }
    }
    if (table.length === 0) throw noRows(source, "HAProxy request");
    return table.finish(source, {
      format: "haproxy", stampMeaning: "start", order: "unknown", zone: source.options.zoneMinutes === undefined ? "assumed-utc" : "absolute", isServerSide: true,
      unitNote: "Latency is Ta, the total time in ms.", notes: ["A proxy sees what waits at the service, but not what waits before the proxy."],
    });
  },
};
