import type { Finding } from "./judge-rule.js";

/** Tags that `gc*` at level info covers. */
const COVERED_BY_GC = /^gc(\+[a-z]+)*$/;

/** JDK 8 options by what they show. */
const LEGACY_OPTIONS: readonly { readonly tag: RegExp; readonly options: readonly string[] }[] = [
  { tag: /./, options: ["-XX:+PrintGCDetails", "-XX:+PrintGCDateStamps", "-XX:+PrintGCTimeStamps", "-XX:+PrintGCCause"] },
  { tag: /safepoint/, options: ["-XX:+PrintGCApplicationStoppedTime"] },
  { tag: /age/, options: ["-XX:+PrintTenuringDistribution"] },
  { tag: /phases/, options: ["-XX:+PrintReferenceGC"] },
  { tag: /ihop|ergo/, options: ["-XX:+PrintAdaptiveSizePolicy"] },
];

/**
 * One logging option for this release that would have given what findings say is missing; null when no log would, or when the
 * release is not known. From 17 on with asynchronous writing, so that a slow disk does not lengthen pauses.
 */
export function loggingLine(findings: readonly Finding[], jdk: number | null): string | null {
  const tags = [...new Set(findings.flatMap(({ outcome, missing }) => (outcome === "no-evidence" ? (missing?.logTag?.split(", ") ?? []) : [])))].filter((tag) => tag !== "arguments");
  if (jdk === null || tags.length === 0) return null;
  if (jdk === 8) return [...new Set(LEGACY_OPTIONS.filter(({ tag }) => tags.some((name) => tag.test(name))).flatMap(({ options }) => options)), "-Xloggc:gc.log"].join(" ");
  const extra = tags.filter((tag) => !COVERED_BY_GC.test(tag)).sort();
  const line = `-Xlog:${["gc*", ...extra].join(",")}:file=gc_%p_%t.log:time,uptime,level,tags:filecount=10,filesize=20M`;
  return jdk >= 17 ? `${line} -Xlog:async` : line;
}
