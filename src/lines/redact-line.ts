/** Placeholders keep the shape of what they stand for, so that a redacted line is read like the original. */
const HOST = "host";
const PATH = "/path";
const THREAD = "thread";

/**
 * Masks what a GC log may tell about its owner: host and pid decorations, paths, host names and addresses, thread names of
 * stalls, values of options and properties. Times, sizes, causes and phases stay, as they are what is looked at.
 * `decorations` is the length of the leading brackets.
 */
export function redactLine(line: string, decorations: number, hostBrackets: ReadonlySet<number>): string {
  return redactDecorations(line.slice(0, decorations), hostBrackets) + redactMessage(line.slice(decorations));
}

function redactDecorations(text: string, hostBrackets: ReadonlySet<number>): string {
  let bracket = -1;
  return text.replace(/\[([^\]]*)\]/g, (whole, inside: string) => {
    bracket++;
    if (!hostBrackets.has(bracket)) return whole;
    return `[${(/^\d+ *$/.test(inside) ? "1" : HOST).padEnd(inside.length).slice(0, Math.max(inside.length, 1))}]`;
  });
}

/** The text behind the decorations. Options keep their names: `-Dname=***`, `-XX:HeapDumpPath=***`; sizes and numbers stay. */
export function redactMessage(text: string): string {
  return text
    .replace(/((?:Allocation|Relocation) Stall|Out Of Memory) \(([^)\r\n]*)\)/g, (_, what: string) => `${what} (${THREAD})`)
    .replace(/(-D[\w.-]+)=("[^"]*"|\S+)/g, "$1=***")
    .replace(/(-XX:[A-Za-z]+)=(?!\d+[kKmMgGtT]?\b)("[^"]*"|\S+)/g, "$1=***")
    .replace(/(java_command|java_class_path[^:]*): .*/g, "$1: ***")
    .replace(/(-agentlib|-agentpath|-javaagent):\S+/g, "$1:***")
    .replace(/(^|[\s"'=(:])(?:[A-Za-z]:)?[/\\](?:[\w.@%+-]+[/\\])*[\w.@%+-]+/g, `$1${PATH}`)
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, "0.0.0.0")
    .replace(/\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|dev|local|internal|corp|lan)\b/gi, "host.example");
}
