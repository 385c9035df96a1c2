/** A grammar that cannot be compiled. The message names the rule and the place: `main.peggy:12:3: … (rule Pause)`. */
export class GrammarBuildError extends Error {
  override readonly name = "GrammarBuildError";
  readonly rule: string | null;
  readonly place: string;

  constructor(problem: string, place: string, rule: string | null) {
    super(`${place}: ${problem}${rule === null ? "" : ` (rule ${rule})`}`);
    this.rule = rule;
    this.place = place;
  }
}

/** A position in a grammar file as peggy reports it. */
interface Location {
  readonly source?: unknown;
  readonly start: { readonly line: number; readonly column: number };
}

/** `file:line:column` of a location in a grammar. */
export function formatPlace(location: Location): string {
  return `${String(location.source)}:${location.start.line}:${location.start.column}`;
}
