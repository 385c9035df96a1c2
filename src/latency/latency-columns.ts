import { PauselineError } from "../errors/pauseline-error.js";
import { readCsvRows } from "./csv-rows.js";
import { noRows, type LatencyFormat, type LatencySource } from "./latency-source.js";
import { chooseColumns, type ColumnChoice } from "./choose-columns.js";
import { decimalMarkOf, parseNumber, parseStamp, parseWithUnit, type DecimalMark } from "./parse-stamp.js";
import { RequestTable } from "./request-table.js";
import type { RequestSeries, StampZone, WindowSeries } from "./latency-series.js";
import { maxOf, NO_FIGURES, WindowTable } from "./window-table.js";

/**
 * Any CSV, TSV or semicolon-separated table with a time and a latency column, found by name and shape or given. Also
 * Grafana's exports (`sep=;`, a header twice, `null` cells, series as rows), ab's `-g` and tables of one row a second
 * with percentile columns.
 */
export const columnsTable: LatencyFormat = {
  name: "columns",
  matches: (head) => tableOf(head) !== null,
  read: async (source) => readTable(source),
};

interface Table {
  readonly delimiter: string;
  readonly skipLines: number;
  readonly header: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
  readonly mark: DecimalMark;
  /** Columns whose cells carry their unit (`12 ms`). */
  readonly withUnits: ReadonlySet<number>;
}

/** Delimiter, header and some rows of a head; null when it is no table. */
function tableOf(head: string): Table | null {
  const lines = head.split(/\r?\n/).filter((line) => line.trim() !== "").slice(0, 200);
  const sep = /^sep=(.)$/.exec(lines[0] ?? "");
  const body = sep === null ? lines : lines.slice(1);
  const [first = ""] = body;
  const delimiters = sep === null ? ["\t", ";", ","] : [sep[1] as string];
  for (const delimiter of delimiters) {
    const cells = splitPlain(first, delimiter);
    if (cells.length < 2) continue;
    const rows = body.slice(1, body.length > 2 ? -1 : undefined).map((line) => splitPlain(line, delimiter)).filter((row) => !isHeader(row));
    if (rows.length > 0 && rows.filter((row) => row.length === cells.length).length * 2 < rows.length && delimiter !== ";") continue;
    const hasHeader = isHeader(cells);
    const all = hasHeader ? rows : [cells, ...rows];
    const mark = decimalMarkOf(delimiter, all);
    const withUnits = new Set(all.flatMap((row) => row.flatMap((cell, index) => (Number.isNaN(parseWithUnit(cell, mark)) ? [] : [index]))));
    return { delimiter, skipLines: sep === null ? 0 : 1, header: hasHeader ? cells : null, rows: all.map((row) => plainCells(row, mark, withUnits)), mark, withUnits };
  }
  return null;
}

/** Cells with a decimal point and, where the column carries units, in ms. */
function plainCells(row: readonly string[], mark: DecimalMark, withUnits: ReadonlySet<number>): readonly string[] {
  if (mark === "." && withUnits.size === 0) return row;
  return row.map((cell, index) => {
    const ms = withUnits.has(index) ? parseWithUnit(cell, mark) : Number.NaN;
    if (!Number.isNaN(ms)) return String(ms);
    return mark === "," && /^\s*-?[\d.]+,\d+\s*$/.test(cell) ? String(parseNumber(cell, mark)) : cell;
  });
}

/** Headers (Grafana writes two) hold no number and no time anywhere. */
function isHeader(cells: readonly string[]): boolean {
  return cells.every((cell) => Number.isNaN(parseNumber(cell)) && Number.isNaN(parseWithUnit(cell)) && parseStamp(cell) === null);
}

/** Cells of a line of the head: enough to look at names and shapes. */
function splitPlain(line: string, delimiter: string): readonly string[] {
  const cells: string[] = [];
  let from = 0;
  let isQuoted = false;
  for (let i = 0; i <= line.length; i++) {
    if (line[i] === '"') isQuoted = !isQuoted;
    if (i < line.length && (isQuoted || line[i] !== delimiter)) continue;
    cells.push(line.slice(from, i).trim().replace(/^"|"$/g, ""));
    from = i + 1;
  }
  return cells;
}

async function readTable(source: LatencySource): Promise<RequestSeries | WindowSeries> {
  const table = tableOf(source.head);
  const choice = table === null ? null : chooseColumns(table.header, table.rows, source.options, table.withUnits);
  if (table === null || choice === null) {
    throw new PauselineError("input", "no time and latency column found", { path: source.path, hint: "name them with --latency-columns time,value" });
  }
  return choice.kind === "requests" ? readRequests(source, table, choice) : readWindows(source, table, choice);
}

async function readRequests(source: LatencySource, table: Table, choice: ColumnChoice): Promise<RequestSeries> {
  const requests = new RequestTable();
  let hasZone = true;
  let isRelative = false;
  for await (const row of dataRows(source, table)) {
    const stamp = stampOf(row[choice.time] ?? "", source, choice);
    if (stamp === null) {
      requests.append(Number.NaN, Number.NaN);
      continue;
    }
    hasZone &&= stamp.hasZone;
    requests.noteStep(stamp.stepMs);
    isRelative ||= stamp.isRelative;
    requests.append(stamp.epochMs, parseNumber(row[choice.value] ?? "") * choice.msPerUnit, Number(row[choice.status] ?? Number.NaN) >= 500);
  }
  if (requests.length === 0) throw noRows(source, "row with time and latency");
  const zone: StampZone = isRelative ? "relative" : hasZone || source.options.zoneMinutes !== undefined ? "absolute" : "assumed-utc";
  return requests.finish(source, { format: choice.format, stampMeaning: choice.stampMeaning, order: choice.isOrderWritten ? "written" : "unknown", zone, unitNote: choice.note });
}

async function readWindows(source: LatencySource, table: Table, choice: ColumnChoice): Promise<WindowSeries> {
  const windows = new WindowTable();
  let hasZone = true;
  let requests = 0;
  // Series as rows, or several series: the worst at each time.
  const worst = new Map<number, { count: number; valueMs: number; maxMs: number }>();
  for await (const row of dataRows(source, table)) {
    const stamp = stampOf(row[choice.time] ?? "", source, choice);
    if (stamp === null) continue;
    hasZone &&= stamp.hasZone;
    const values = choice.values.map((column) => parseNumber(row[column] ?? "") * choice.msPerUnit).filter((value) => Number.isFinite(value));
    const valueMs = values.length === 0 ? Number.NaN : Math.max(...values);
    const count = choice.count < 0 ? Number.NaN : parseNumber(row[choice.count] ?? "");
    const maxMs = choice.max < 0 ? Number.NaN : parseNumber(row[choice.max] ?? "") * choice.msPerUnit;
    if (count > 0) requests += count;
    const known = worst.get(stamp.epochMs);
    if (known === undefined || !(known.valueMs >= valueMs)) worst.set(stamp.epochMs, { count, valueMs, maxMs });
  }
  for (const [epochMs, { count, valueMs, maxMs }] of worst) windows.append(epochMs, count, valueMs, maxMs);
  if (windows.length === 0) throw noRows(source, "row with time and latency");
  const widthMs = windows.stepMs();
  const zone: StampZone = hasZone || source.options.zoneMinutes !== undefined ? "absolute" : "assumed-utc";
  return windows.finish(source, {
    format: choice.format, widthMs, quantile: choice.quantile, zone, overall: { ...NO_FIGURES, requests, maxMs: choice.max < 0 ? null : maxOf(windows) },
    notes: [choice.note, "Stamps are taken as the begin of each window."],
  });
}

async function* dataRows(source: LatencySource, { delimiter, skipLines, mark, withUnits }: Table): AsyncGenerator<readonly string[]> {
  for await (const row of readCsvRows(source, { delimiter, skipLines })) {
    if (isHeader(row)) continue;
    yield plainCells(row, mark, withUnits);
  }
}

function stampOf(text: string, { options }: LatencySource, { isRelativeTime, timeMsPerUnit }: ColumnChoice): { epochMs: number; hasZone: boolean; isRelative: boolean; stepMs: number } | null {
  if (isRelativeTime) {
    const value = parseNumber(text);
    if (Number.isNaN(value)) return null;
    return { epochMs: (options.startEpochMs ?? 0) + value * timeMsPerUnit, hasZone: true, isRelative: options.startEpochMs === undefined, stepMs: timeMsPerUnit * 10 ** -(text.trim().split(".")[1] ?? "").length };
  }
  const stamp = parseStamp(text, options.zoneMinutes);
  return stamp === null ? null : { ...stamp, isRelative: false };
}
