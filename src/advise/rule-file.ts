/** A rule file as read: parsed JSON of unknown shape. */
export interface RuleFile {
  readonly path: string;
  readonly content: unknown;
}
