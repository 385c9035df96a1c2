import { noRows, type LatencyFormat } from "./latency-source.js";
import { RequestTable } from "./request-table.js";

/**
 * Gatling `simulation.log` in its text form (2.0 to 3.10), tab-separated. A request line is known by its kind in column 1
 * (3.x) or 3 (2.x); its two stamps (four in 2.0: request start and end, response start and end) stand right before the
 * result, so that columns that came and went do not matter.
 *
 *     REQUEST\t1\t\tGET /api\t1530000000000\t1530000000123\tOK\t
 */
export const gatlingLog: LatencyFormat = {
  name: "gatling-log",
  matches: (head) => /^(?:RUN\t|ASSERTION\t|[^\t\n]*\t[^\t\n]*\tRUN\t)/m.test(head.slice(0, 20_000)) && /\tREQUEST\t|^REQUEST\t|^USER\t|\tUSER\t|^RUN\t/m.test(head),
  read: async (source) => {
    const table = new RequestTable();
    for await (const lines of source.lineBatches()) {
      for (const line of lines) {
        const cells = line.split("\t");
        if (cells[0] !== "REQUEST" && cells[2] !== "REQUEST") continue;
        const result = cells.findIndex((cell, i) => i > 2 && (cell === "OK" || cell === "KO") && isEpoch(cells[i - 1]) && isEpoch(cells[i - 2]));
        if (result < 0) continue;
        const isFourStamps = isEpoch(cells[result - 3]) && isEpoch(cells[result - 4]);
        const startMs = Number(cells[isFourStamps ? result - 4 : result - 2]);
        table.append(startMs, Number(cells[result - 1]) - startMs, cells[result] === "KO");
      }
    }
    if (table.length === 0) throw noRows(source, "REQUEST line");
    return table.finish(source, { format: "gatling-log", stampMeaning: "start", order: "unknown", zone: "absolute", unitNote: "Latency is end − start of the request in ms." });
  },
};

function isEpoch(cell: string | undefined): boolean {
  return cell !== undefined && /^\d{12,13}$/.test(cell);
}
