/** Which options a proposal adds and removes, each in its own order; `kept` are in both. */
export function optionChanges(current: readonly string[], proposed: readonly string[]): { readonly added: readonly string[]; readonly removed: readonly string[]; readonly kept: readonly string[] } {
  const before = new Set(current);
  const after = new Set(proposed);
  return {
    added: proposed.filter((option) => !before.has(option)),
    removed: current.filter((option) => !after.has(option)),
    kept: current.filter((option) => after.has(option)),
  };
}

/** Options as one line for a shell; quoted where a shell would take a character for its own. */
export function joinOptions(options: readonly string[]): string {
  return options.map((option) => (/^[\w@%+=:,./-]+$/.test(option) ? option : `'${option.replaceAll("'", "'\\''")}'`)).join(" ");
}
