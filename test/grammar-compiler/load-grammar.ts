import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compileGrammar, type CompileOptions } from "../../grammar/compiler/compile-grammar.js";
import type { GrammarSource } from "../../grammar/compiler/grammar-model.js";

/** What a parser makes of a line; undefined: rejected. `position` counts UTF-16 units for the stock parser, bytes for the other. */
type Outcome = { readonly value: unknown; readonly position: number } | undefined;

export interface LoadedGrammar {
  /** peggy's parser. */
  stock(text: string, rule?: string): Outcome;
  /** The byte parser, with a line feed behind the line. */
  bytes(line: Uint8Array, rule?: string): Outcome;
  /** Exports of the byte module, for tests of its bounds. */
  readonly byteModule: ByteModule;
  readonly stockModule: Record<string, (text: string, position?: number) => unknown>;
}

export interface ByteModule {
  setInput(bytes: Uint8Array, end: number): void;
  position(): number;
  readonly [parse: `parse${string}`]: (position: number) => unknown;
}

export interface LoadOptions extends CompileOptions {
  /** Runs around the evaluation of the byte module. */
  readonly beforeImport?: () => void;
  readonly afterImport?: () => void;
}

const FOLDER = resolve("build/grammar-compiler-tests");

/** Compiles a grammar and loads both of its modules. A single text starts at its rule `Start`, which needs no annotation. */
export async function loadGrammar(grammar: string | readonly GrammarSource[], options: LoadOptions = {}): Promise<LoadedGrammar> {
  const sources = typeof grammar === "string" ? [{ source: "test.peggy", text: grammar.replace(/^Start/m, "// @start Returns <unknown>\nStart") }] : grammar;
  const { bytes, stock } = compileGrammar(sources, options);
  const byteModule = await importByteModule(bytes, options);
  const stockModule = (await importText(stock)) as LoadedGrammar["stockModule"];
  return {
    byteModule,
    stockModule,
    stock: (text, rule = "Start") => stockModule[`parse${rule}`]!(text) as Outcome,
    bytes: (line, rule = "Start") => {
      const terminated = new Uint8Array(line.length + 1);
      terminated.set(line);
      terminated[line.length] = 10;
      byteModule.setInput(terminated, line.length);
      const value = byteModule[`parse${rule}`]!(0);
      return value === undefined ? undefined : { value, position: byteModule.position() };
    },
  };
}

async function importByteModule(text: string, { beforeImport, afterImport }: LoadOptions): Promise<ByteModule> {
  if (beforeImport === undefined) return (await importText(text)) as ByteModule;
  // The globals are changed from inside the module, because loading itself needs them.
  const hooks = globalThis as { beforeImport?: () => void; afterImport?: () => void };
  Object.assign(hooks, { beforeImport, afterImport });
  return (await importText(`globalThis.beforeImport();\n${text}\nglobalThis.afterImport();\n`)) as ByteModule;
}

async function importText(text: string): Promise<unknown> {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${createHash("sha256").update(text).digest("hex").slice(0, 16)}.ts`);
  writeFileSync(file, text);
  return import(/* @vite-ignore */ file);
}
