import { maskSecrets } from "../jvm-options/mask-secrets.js";

/** No JVM prints a longer one; a hundred thousand causes of a megabyte each would take all memory. */
const LONGEST_NAME = 500;

/** Gives each distinct text a small number, so that columns can hold kinds, causes, phases and thread names. */
export class NameTable {
  readonly names: string[] = [];
  private readonly ids = new Map<string, number>();

  /**
   * @param limit most distinct names kept; later ones share `overflowName`, so that a log with a million
   *   thread names cannot take all memory.
   */
  constructor(
    private readonly limit = 100_000,
    private readonly overflowName = "(other)",
  ) {}

  /** The id of a name, new or known; -1 for null. */
  idOf(given: string | null): number {
    if (given === null) return -1;
    const name = given.length > LONGEST_NAME ? `${given.slice(0, LONGEST_NAME)}…` : given;
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    if (this.names.length >= this.limit && name !== this.overflowName) return this.idOf(this.overflowName);
    const id = this.names.length;
    // Names are shown everywhere; a pool of connections may carry a password in its threads' names.
    this.names.push(maskSecrets(name));
    this.ids.set(name, id);
    return id;
  }
}
