import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Checker } from "./check-result.js";
import type { FuzzCase } from "./make-case.js";
import { runSubject, type Subject } from "./subject.js";

/** Writes the files of a case into `folder`, runs it, checks the result and removes the files. */
export async function runCase(fuzzCase: FuzzCase, folder: string, subject: Subject, checker: Checker): Promise<{ status: number; problems: readonly string[] }> {
  writeCase(fuzzCase, folder);
  const result = await runSubject(subject, fuzzCase.args.map((word) => word.replace("{}", folder)));
  rmSync(folder, { recursive: true, force: true });
  return { status: result.status, problems: checker.check(fuzzCase, result) };
}

/** Writes the files of a case, so that it can be looked at or kept. */
export function writeCase({ files }: FuzzCase, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, bytes } of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}
