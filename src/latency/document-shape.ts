/**
 * Whether a text begins a JSON object in which the named members follow each other in this order, at whatever depth.
 * Looks at the text once, however it is made: recognizing a hostile document must not take the square of its length.
 */
export function isObjectWith(head: string, ...members: readonly string[]): boolean {
  return /^\s*\{/.test(head) && hasMembers(head, ...members);
}

/** The same for members anywhere in a text. */
export function hasMembers(text: string, ...members: readonly string[]): boolean {
  let at = 0;
  for (const member of members) {
    const pattern = new RegExp(`"${member}"\\s*:`, "g");
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
  }
  return true;
}
