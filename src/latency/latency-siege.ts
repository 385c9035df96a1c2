import { noRows, type LatencyFormat } from "./latency-source.js";
import { parseStamp } from "./parse-stamp.js";
import { RequestTable } from "./request-table.js";

/** One request of siege's verbose output with `timestamp = true`. */
const LINE = /^\[\s*\w{3}, (\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})\s*\] HTTP\/\S+ (\d{3})\s+(\d+\.\d+) secs:/;

/**
 * siege, verbose. Stamps are UTC though nothing says so, printed when the answer is there.
 *
 *     [Tue, 2026-11-24 14:58:33] HTTP/1.1 200     0.27 secs:      19 bytes ==> GET  http://…
 */
export const siegeLog: LatencyFormat = {
  name: "siege",
  matches: (head) => /^\[\s*\w{3}, \d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\s*\] HTTP\//m.test(stripColors(head)),
  read: async (source) => {
    const table = new RequestTable();
    for await (const lines of source.lineBatches()) {
      for (const line of lines) {
        const match = LINE.exec(stripColors(line));
        if (match === null) continue;
        table.noteStep(1000);
        table.append(parseStamp(match[1] as string, source.options.zoneMinutes)?.epochMs ?? Number.NaN, Number(match[3]) * 1000, Number(match[2]) >= 400);
      }
    }
    if (table.length === 0) throw noRows(source, "siege request");
    return table.finish(source, {
      format: "siege", stampMeaning: "end", order: "unknown", zone: "assumed-utc", unitNote: "Latency is in seconds with two decimals: below 10 ms it reads 0.",
      notes: ["siege is a closed loop: a user that waits sends nothing, so pauses are seen by fewer requests than a user would feel."],
    });
  },
};

function stripColors(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\u001B\[[0-9;]*m/g, "");
}
