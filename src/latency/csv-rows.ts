import { Readable } from "node:stream";
import { parse } from "fast-csv";
import type { LatencySource } from "./latency-source.js";

/** How a table of values is written. */
export interface CsvShape {
  readonly delimiter: string;
  /** Lines before the header. */
  readonly skipLines?: number;
}

/** The cells of each row, quotes resolved. Broken rows come as they are; comments and empty lines are left out. */
export async function* readCsvRows(source: LatencySource, { delimiter, skipLines = 0 }: CsvShape): AsyncGenerator<readonly string[]> {
  const text = async function* (): AsyncGenerator<string> {
    let isFirst = true;
    for await (const lines of source.lineBatches()) {
      const batch = isFirst && lines[0]?.startsWith("\uFEFF") ? [lines[0].slice(1), ...lines.slice(1)] : lines;
      isFirst = false;
      if (batch.length > 0) yield `${batch.join("\n")}\n`;
    }
  };
  const parser = parse({ delimiter, headers: false, ignoreEmpty: true, skipLines, strictColumnHandling: false });
  const rows = Readable.from(text()).on("error", (error: Error) => parser.destroy(error)).pipe(parser);
  for await (const row of rows as AsyncIterable<string[]>) yield row;
}

/** Where columns stand, by name without regard to case and surrounding blanks; −1 for none. */
export function findColumn(header: readonly string[], ...names: readonly string[]): number {
  const known = header.map((name) => name.trim().toLowerCase());
  for (const name of names) {
    const index = known.indexOf(name.toLowerCase());
    if (index >= 0) return index;
  }
  return -1;
}
