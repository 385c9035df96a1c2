import peggy from "peggy";
import type { ast, Config } from "peggy";
import { formatPlace, GrammarBuildError } from "./grammar-build-error.js";
import type { Annotations, GrammarModel, GrammarSource } from "./grammar-model.js";
import { checkSupported } from "./passes/check-supported.js";
import { collectAnnotations } from "./passes/collect-annotations.js";
import { computeNullable } from "./passes/compute-nullable.js";
import { emitBytes } from "./passes/emit-bytes.js";
import { emitStock } from "./passes/emit-stock.js";
import { matchWholeCharacters } from "./passes/match-whole-characters.js";

/** The two TypeScript modules made from one grammar. */
export interface CompiledGrammar {
  readonly bytes: string;
  readonly stock: string;
}

export interface CompileOptions {
  /** False: rules marked `@intrinsic` are compiled from their bodies, so that a test can compare both. Default true. */
  readonly useIntrinsics?: boolean;
  /** Refused when true: peggy's memo table has no counterpart in the byte parser, and makes peggy slower on logs. */
  readonly cache?: boolean;
}

/**
 * Compiles the files of one grammar, which form one name space, to a parser over bytes and to peggy's own parser.
 *
 * @throws GrammarBuildError naming rule and place, for a grammar that peggy or the byte parser cannot take.
 */
export function compileGrammar(sources: readonly GrammarSource[], options: CompileOptions = {}): CompiledGrammar {
  if (options.cache === true) throw new GrammarBuildError("the option cache is not supported", sources[0]?.source ?? "grammar", null);
  const declared = collectAnnotations(sources);
  const annotations = options.useIntrinsics === false ? { ...declared, intrinsics: new Map<string, string>() } : declared;
  const grammar = readGrammar(sources, annotations);
  const nullable = computeNullable(grammar.rules);
  checkSupported(grammar, nullable);
  const model: GrammarModel = {
    rules: new Map(grammar.rules.map((rule) => [rule.name, rule])),
    annotations,
    topLevelCode: [grammar.topLevelInitializer ?? []].flat().map(({ code }) => code).join("\n"),
  };
  return { bytes: emitBytes(model, nullable), stock: emitStock(annotations, generateStock(sources, annotations)) };
}

/** peggy's checked syntax tree; our own passes take the place of its generator. */
function readGrammar(sources: readonly GrammarSource[], annotations: Annotations): ast.Grammar {
  return runPeggy(sources, () =>
    peggy.generate([...sources], {
      output: "ast",
      allowedStartRules: annotations.starts.map(({ rule }) => rule),
      plugins: [wholeCharacterPlugin({ replacesGenerator: true })],
    }),
  );
}

function generateStock(sources: readonly GrammarSource[], annotations: Annotations): string {
  return runPeggy(sources, () =>
    peggy.generate([...sources], {
      output: "source",
      format: "bare",
      allowedStartRules: annotations.starts.map(({ rule }) => rule),
      plugins: [wholeCharacterPlugin({ replacesGenerator: false })],
    }),
  );
}

function wholeCharacterPlugin({ replacesGenerator }: { replacesGenerator: boolean }): { use(config: Config): void } {
  return {
    use({ passes }) {
      passes.transform.unshift(matchWholeCharacters);
      if (!replacesGenerator) return;
      passes.generate = [];
      // Merging would turn one-character literals outside ASCII into class members, which bytes cannot express.
      passes.transform = passes.transform.filter((pass) => pass.name !== "mergeCharacterClasses");
    },
  };
}

function runPeggy<Result>(sources: readonly GrammarSource[], run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof peggy.GrammarError || error instanceof peggy.parser.SyntaxError)) throw error;
    const { location } = error;
    if (location === undefined) throw new GrammarBuildError(error.message, sources[0]?.source ?? "grammar", null);
    throw new GrammarBuildError(error.message, formatPlace(location), ruleAt(sources, String(location.source), location.start.line));
  }
}

/** The last rule that begins at or above a line. */
function ruleAt(sources: readonly GrammarSource[], source: string, line: number): string | null {
  const lines = sources.find((each) => each.source === source)?.text.split(/\r\n|\n|\r/).slice(0, line) ?? [];
  const heads = lines.map((text) => /^([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(text)?.[1]);
  return heads.findLast((name) => name !== undefined) ?? null;
}
