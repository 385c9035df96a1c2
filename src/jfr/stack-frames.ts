import { isStruct, type JfrStruct, type JfrValue, listOf, numberOf, structOf, textOf } from "./jfr-record.js";

/** Frames of a stack trace, innermost first, as `package.Class.method line: n`; empty when none was recorded. */
export function framesOf(stackTrace: JfrValue | undefined): string[] {
  const frames = Array.isArray(stackTrace) ? stackTrace : isStruct(stackTrace) ? listOf(stackTrace, "frames") : [];
  return frames.flatMap((frame) => {
    if (typeof frame === "string") return frame === "..." ? [] : [frame.replace(/\([^)]*\)/, "").trim()];
    return isStruct(frame) ? [frameText(frame)] : [];
  });
}

function frameText(frame: JfrStruct): string {
  const method = structOf(frame, "method");
  const line = numberOf(frame, "lineNumber");
  const place = `${readableClassName(symbolOf(structOf(method, "type"), "name"))}.${symbolOf(method, "name")}`;
  return line > 0 ? `${place} line: ${line}` : place;
}

/** Names are wrapped in a symbol, which older files spell out as a struct of its own. */
function symbolOf(fields: JfrStruct, name: string): string {
  return textOf(fields, name) ?? textOf(structOf(fields, name), "string") ?? "?";
}

/** Name of a class value: `java.util.HashMap`, `byte[]`; "?" when unknown. */
export function classNameOf(value: JfrValue | undefined): string {
  if (typeof value === "string") return readableClassName(value.replace(/ \(classLoader = .*$/, ""));
  return isStruct(value) ? readableClassName(symbolOf(value, "name")) : "?";
}

const PRIMITIVE_NAMES: ReadonlyMap<string, string> = new Map(Object.entries<string>({
  B: "byte", C: "char", D: "double", F: "float", I: "int", J: "long", S: "short", Z: "boolean",
}));

/** `[Ljava/lang/String;` → `java.lang.String[]`, `[B` → `byte[]`, `java/lang/Object` → `java.lang.Object`. */
function readableClassName(name: string): string {
  const dimensions = /^\[*/.exec(name)?.[0].length ?? 0;
  const element = name.slice(dimensions);
  const plain =
    dimensions === 0 ? element : (PRIMITIVE_NAMES.get(element) ?? element.replace(/^L(.*);$/, "$1"));
  return plain.replaceAll("/", ".") + "[]".repeat(dimensions);
}

const JDK_FRAME = /^(java|javax|jdk|sun|com\.sun)\./;

/** The frames from the innermost one outside the JDK on; all when the whole stack is the JDK's. */
export function applicationFrames(frames: readonly string[]): readonly string[] {
  const first = frames.findIndex((frame) => !JDK_FRAME.test(frame));
  return first < 0 ? frames : frames.slice(first);
}

/** Name of a thread value: Java name or, for threads of the VM, the system's. */
export function threadNameOf(value: JfrValue | undefined): string {
  if (typeof value === "string") return /^"(.*)"/.exec(value)?.[1] ?? value;
  if (!isStruct(value)) return "?";
  return textOf(value, "javaName") ?? textOf(value, "osName") ?? "?";
}
