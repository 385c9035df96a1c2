import { SaxesParser } from "saxes";
import { JMETER_NOTE } from "./latency-jmeter-csv.js";
import { noRows, type LatencyFormat } from "./latency-source.js";
import { RequestTable } from "./request-table.js";
import { ThreadOverlap } from "./thread-overlap.js";

/**
 * JMeter results as XML. Samples inside samples are parts of the outer one. A killed run has no closing tag; what came
 * before counts.
 *
 *     <httpSample t="87" lt="87" ts="1795532317500" s="true" lb="GET /api" rc="200" tn="users 1-1" …/>
 */
export const jmeterXml: LatencyFormat = {
  name: "jmeter-xml",
  matches: (head) => /<testResults\b/.test(head.slice(0, 2000)),
  read: async (source) => {
    const table = new RequestTable();
    const threads = new ThreadOverlap();
    let depth = 0;
    let broken: string | null = null;
    const parser = new SaxesParser();
    parser.on("error", (error) => (broken ??= error.message));
    parser.on("opentag", ({ name, attributes }) => {
      if (name !== "httpSample" && name !== "sample") return;
      depth++;
      if (depth > 1) return;
      const stampMs = Number(attributes["ts"] ?? Number.NaN);
      const elapsedMs = Number(attributes["t"] ?? Number.NaN);
      threads.see(attributes["tn"] ?? "", stampMs, elapsedMs);
      table.append(stampMs, elapsedMs, attributes["s"] === "false");
    });
    parser.on("closetag", ({ name }) => {
      if (name === "httpSample" || name === "sample") depth--;
    });
    for await (const lines of source.lineBatches()) {
      parser.write(`${lines.join("\n")}\n`);
      if (broken !== null) break;
    }
    if (table.length === 0) throw noRows(source, "JMeter sample");
    const notes = broken === null ? [JMETER_NOTE] : [JMETER_NOTE, "The XML is broken; samples up to there were read."];
    return table.finish(source, { format: "jmeter-xml", stampMeaning: threads.meaning() ?? "start", order: "written", zone: "absolute", workers: threads.workers(), unitNote: "Latency is `t` in ms.", notes });
  },
};
