/** Where the duration of an access log stands, and in which unit. */
export interface DurationField {
  readonly format: string;
  readonly read: (line: string) => number;
  readonly msPerUnit: number;
  readonly stampMeaning: "start" | "end";
  readonly note: string;
}

/** Names under which servers print the time of a whole request, best first. */
const NAMED = /\b(request_time|rt|req_time|duration|response_time|elapsed|took|time_taken|latency)[=:]"?(\d+(?:\.\d+)?)(ms|us|µs|s)?\b/;
const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/** Finds the duration in sample lines by name, else by shape; null when no number can be one. */
export function chooseDuration(lines: readonly string[]): DurationField | null {
  const named = lines.filter((line) => NAMED.test(line));
  if (named.length > lines.length / 2) return namedField(named);
  return shapedField(lines);
}

function namedField(lines: readonly string[]): DurationField {
  const samples = lines.map((line) => NAMED.exec(line)?.[2] ?? "");
  const suffix = NAMED.exec(lines[0] ?? "")?.[3];
  const byName = NAMED.exec(lines[0] ?? "")?.[1] ?? "";
  const shape = suffix === undefined ? unitOf(samples) : { msPerUnit: { ms: 1, us: 0.001, "µs": 0.001, s: 1000 }[suffix] ?? 1, unit: suffix };
  return {
    format: "access-log", read: (line) => Number(NAMED.exec(line)?.[2] ?? Number.NaN), msPerUnit: shape.msPerUnit,
    stampMeaning: "end", note: `Latency is \`${byName}\` in ${shape.unit}.`,
  };
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
  const { msPerUnit, unit } = unitOf(chosen.texts);
  const stampMeaning = unit === "s" ? "end" : "start";
  return {
    format: "access-log",
    read: (line) => {
      const numbers = bareNumbers(line);
      return Number(numbers[numbers.length - chosen.fromEnd] ?? Number.NaN);
    },
    msPerUnit, stampMeaning,
    note: unit === "s" ? "Latency is in seconds (nginx and relatives, which stamp the end)." : `Latency is a whole number, read as ${unit} (Apache and relatives, which stamp the start).`,
  };
}

/** Whole numbers outside quotes and brackets, from the second on where the line begins with its time. */
function bareNumbers(line: string): readonly string[] {
  const afterDate = line.replace(QUOTED, " ").replace(/\[[^\]]*\]/, " ").trim().split(/\s+/).slice(1);
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

/** Decimals are seconds. Whole numbers are µs unless they are so small that they must be ms. */
function unitOf(texts: readonly string[]): { msPerUnit: number; unit: string } {
  if (texts.some((text) => text.includes("."))) return { msPerUnit: 1000, unit: "s" };
  const sorted = texts.map(Number).sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length * 0.1)] ?? 0) < 30 ? { msPerUnit: 1, unit: "ms" } : { msPerUnit: 0.001, unit: "us" };
}
