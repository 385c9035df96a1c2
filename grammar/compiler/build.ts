import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileGrammar } from "./compile-grammar.js";
import { GrammarBuildError } from "./grammar-build-error.js";
import type { GrammarSource } from "./grammar-model.js";

/** Writes the two parsers of each grammar to `src/generated/`. Run from the root of the project: `npm run build:grammar`. */

const GRAMMARS = [
  { name: "unified", folder: "grammar/unified" },
  { name: "legacy", folder: "grammar/legacy" },
  { name: "jfr-text", folder: "grammar/jfr-text" },
] as const;
const OUTPUT = "src/generated";
const MAIN = "main.peggy";

function readSources(folder: string): GrammarSource[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".peggy")).toSorted();
  const ordered = [...files.filter((file) => file === MAIN), ...files.filter((file) => file !== MAIN)];
  return ordered.map((file) => ({ source: `${folder}/${file}`, text: readFileSync(join(folder, file), "utf8") }));
}

mkdirSync(OUTPUT, { recursive: true });
try {
  for (const { name, folder } of GRAMMARS) {
    if (!existsSync(folder)) continue;
    const { bytes, stock } = compileGrammar(readSources(folder));
    writeFileSync(join(OUTPUT, `${name}-bytes.ts`), bytes);
    writeFileSync(join(OUTPUT, `${name}-stock.ts`), stock);
  }
} catch (error) {
  if (!(error instanceof GrammarBuildError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
