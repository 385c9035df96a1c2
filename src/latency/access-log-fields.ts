/** Where the duration of an access log stands, and in which unit. */
export interface DurationField {
  readonly format: string;
  readonly read: (line: string) => number;
  readonly msPerUnit: number;
  readonly stampMeaning: "start" | "end";
  readonly note: string;
}

/** Names under which servers print the time of a whole request, best first. */
const NAMED = /\b(request_time|rt|req_time|duration|response_time|elapsed|took|time_taken|latency)[=:]"?(\d+(?:\.\d+)?)(ms|us|µs|ns|s)?(?![\w.])/;
const MS_PER_SUFFIX: Readonly<Record<string, number>> = { s: 1000, ms: 1, us: 0.001, "µs": 0.001, ns: 1e-6 };
const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/** Finds the duration in sample lines by name, else by shape; null when no number can be one. */
export function chooseDuration(lines: readonly string[]): DurationField | null {
  const named = lines.filter((line) => NAMED.test(line));
  if (named.length > lines.length / 2) return namedField(named);
  return shapedField(lines);
}

function namedField(lines: readonly string[]): DurationField {
  const samples = lines.map((line) => NAMED.exec(line)?.[2] ?? "");
  const byName = NAMED.exec(lines[0] ?? "")?.[1] ?? "";
  // Programs that print a unit pick it value by value: 950µs, 1.2ms, 2s.
  if (lines.some((line) => NAMED.exec(line)?.[3] !== undefined)) {
    return { format: "access-log", read: readWithSuffix, msPerUnit: 1, stampMeaning: "end", note: `Latency is \`${byName}\` in the unit written with each value.` };
  }
  const { msPerUnit, unit, doubt } = unitOf(samples);
  return { format: "access-log", read: (line) => Number(NAMED.exec(line)?.[2] ?? Number.NaN), msPerUnit, stampMeaning: "end", note: `Latency is \`${byName}\` in ${unit}.${doubt}` };
}

function readWithSuffix(line: string): number {
  const match = NAMED.exec(line);
  return match === null ? Number.NaN : Number(match[2]) * (MS_PER_SUFFIX[match[3] ?? ""] ?? (match[2] === "0" ? 1 : Number.NaN));
}

/**
 * By position: the numbers that stand alone outside quotes, the date and the status left out. Servers print the duration
 * last, or right after the date; of two that differ by 1000 (`%{ms}T %D`) the finer one counts.
 */
function shapedField(lines: readonly string[]): DurationField | null {
  const rows = lines.map(bareNumbers);
  const width = Math.min(...rows.map((row) => row.length));
  if (width < 1 || !Number.isFinite(width)) return null;
  // From the end, because a quoted text in front may hold anything.
  const columns = Array.from({ length: width }, (_, k) => ({ fromEnd: k + 1, texts: rows.map((row) => row[row.length - 1 - k] as string) }));
  const isDecimal = columns.find(({ texts }) => texts.every((text) => /^\d+\.\d{1,6}$/.test(text) || text === "-"));
  const integers = columns.filter(({ texts }) => texts.every((text) => /^\d+$/.test(text)) && !isStatus(texts));
  const chosen = isDecimal ?? finest(integers);
  if (chosen === undefined) return null;
  const { msPerUnit, unit, doubt } = unitOf(chosen.texts);
  const stampMeaning = unit === "s" ? "end" : "start";
  return {
    format: "access-log",
    read: (line) => {
      const numbers = bareNumbers(line);
      return Number(numbers[numbers.length - chosen.fromEnd] ?? Number.NaN);
    },
    msPerUnit, stampMeaning,
    note: unit === "s" ? "Latency is in seconds (nginx and relatives, which stamp the end)." : `Latency is a whole number, read as ${unit} (Apache and relatives, which stamp the start).${doubt}`,
  };
}

/** Status and size right after the quoted request, as every server's common format has them: the size is never a time. */
const STATUS_AND_SIZE = /("(?:[A-Z]+|-)\b[^"]*" \d{3}) (?:\d+|-)(?= |$)/;

/** Whole numbers outside quotes and brackets, from the second on where the line begins with its time. */
function bareNumbers(line: string): readonly string[] {
  const afterDate = line.replace(STATUS_AND_SIZE, "$1").replace(QUOTED, " ").replace(/\[[^\]]*\]/, " ").trim().split(/\s+/).slice(1);
  return afterDate.filter((cell) => /^\d+(?:\.\d+)?$/.test(cell));
}

function isStatus(texts: readonly string[]): boolean {
  return texts.every((text) => /^[1-5]\d\d$/.test(text)) && new Set(texts).size <= 12;
}

/** Of columns of whole numbers, a size and a duration look alike: a duration varies, and its finer twin is 1000 times as large. */
function finest(columns: readonly { readonly fromEnd: number; readonly texts: readonly string[] }[]): { readonly fromEnd: number; readonly texts: readonly string[] } | undefined {
  const [last] = columns;
  const twin = columns.find((column) => last !== undefined && column !== last && column.texts.every((text, i) => Math.abs(Number(text) / 1000 - Number(last.texts[i])) <= 1));
  if (twin !== undefined) return twin;
  return columns.toSorted((a, b) => variety(b) - variety(a) || a.fromEnd - b.fromEnd)[0];
}

function variety({ texts }: { readonly texts: readonly string[] }): number {
  return new Set(texts).size;
}

/** Decimals are seconds. Whole numbers are µs unless they are so small that they must be ms; sizes that fit both are told. */
function unitOf(texts: readonly string[]): { msPerUnit: number; unit: string; doubt: string } {
  if (texts.some((text) => text.includes("."))) return { msPerUnit: 1000, unit: "s", doubt: "" };
  const sorted = texts.map(Number).sort((a, b) => a - b);
  const low = sorted[Math.floor(sorted.length * 0.1)] ?? 0;
  const largest = sorted.at(-1) ?? 0;
  const isMs = low < 30;
  const isDoubtful = isMs ? largest > 60_000 : low < 1000 && largest < 60_000;
  const doubt = isDoubtful ? ` Values from ${low} to ${largest} could also be ${isMs ? "us" : "ms"}: set --latency-unit if they are.` : "";
  return isMs ? { msPerUnit: 1, unit: "ms", doubt } : { msPerUnit: 0.001, unit: "us", doubt };
}
