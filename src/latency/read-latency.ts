import { PauselineError } from "../errors/pauseline-error.js";
import type { InputFile } from "../input/input-file.js";
import { accessLog } from "./latency-access-log.js";
import { artilleryJson } from "./latency-artillery.js";
import { regardOmission } from "./coordinated-omission.js";
import { columnsTable } from "./latency-columns.js";
import { consoleReport } from "./latency-console.js";
import { jsonReport } from "./latency-document.js";
import { gatlingLog } from "./latency-gatling.js";
import { haproxyLog } from "./latency-haproxy.js";
import { heyCsv } from "./latency-hey.js";
import { hdrPercentiles } from "./latency-hgrm.js";
import { hdrIntervalLog } from "./latency-hlog.js";
import { jmeterCsv } from "./latency-jmeter-csv.js";
import { jmeterXml } from "./latency-jmeter-xml.js";
import { k6Csv } from "./latency-k6-csv.js";
import { k6Json } from "./latency-k6-json.js";
import { locustHistory, locustStats } from "./latency-locust.js";
import { jsonLines } from "./latency-ndjson.js";
import { prometheusJson, prometheusText } from "./latency-prometheus.js";
import type { LatencySeries } from "./latency-series.js";
import { siegeLog } from "./latency-siege.js";
import { decodeHead, openLatencySource, type LatencyFormat, type LatencyOptions } from "./latency-source.js";
import { tsungDump, tsungLog } from "./latency-tsung.js";
import { vegetaCsv, vegetaJson } from "./latency-vegeta.js";

/** All formats, the particular before the general: tables with a time and a value column come last. */
const FORMATS: readonly LatencyFormat[] = [
  k6Csv, k6Json, jmeterCsv, jmeterXml, gatlingLog, locustHistory, locustStats, vegetaCsv, vegetaJson, heyCsv, siegeLog, tsungDump, tsungLog,
  hdrIntervalLog, consoleReport, hdrPercentiles, artilleryJson, prometheusJson, prometheusText, jsonReport, haproxyLog, accessLog, jsonLines, columnsTable,
];

/** Name of the latency format that the first part of a file shows; null when it is none. */
export function detectLatencyFormat(head: Uint8Array): string | null {
  return formatOf(decodeHead(head))?.name ?? null;
}

/**
 * Reads a latency file of any known kind, streaming. What the options do not tell is detected and said in the notes of the
 * series. Throws a {@link PauselineError} with code "input" when the file is of no known kind or has no usable row.
 */
export async function readLatency(file: InputFile, options: LatencyOptions = {}): Promise<LatencySeries> {
  const head = decodeHead(await file.peek());
  // Given columns mean a table, whatever else the file looks like.
  const format = options.columns === undefined ? formatOf(head) : [jsonLines, columnsTable].find(({ matches }) => matches(head));
  if (format === undefined) {
    throw new PauselineError("input", "not a latency file of a known kind", { path: file.path, hint: "give per-request rows with a time and a latency column, and name them with --latency-columns time,value" });
  }
  const series = await format.read(openLatencySource(file, head, options)).catch((cause: unknown) => {
    // Decoders of CSV, base64 and deflate throw errors of their own; mistakes of ours keep their kind.
    if (cause instanceof PauselineError || cause instanceof TypeError || cause instanceof RangeError || cause instanceof ReferenceError) throw cause;
    throw new PauselineError("input", `damaged ${format.name} file: ${cause instanceof Error ? cause.message : String(cause)}`, { path: file.path, hint: "check that the file was copied completely", cause });
  });
  return regardOmission(series, options.expectedIntervalMs);
}

function formatOf(head: string): LatencyFormat | undefined {
  return FORMATS.find(({ matches }) => matches(head));
}
