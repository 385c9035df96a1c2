/** Candidates that are listed when none is near. */
const LISTED_MOST = 12;

/** A hint for a word that is not known: the nearest one, or what there is. */
export function suggestWord(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known);
  if (nearest !== null) return `did you mean "${nearest}"?`;
  const listed = known.slice(0, LISTED_MOST).join(", ");
  return known.length === 0 ? "leave it out" : `known: ${listed}${known.length > LISTED_MOST ? ", …" : ""}`;
}

/** The known word with the fewest typing mistakes from `word`, at most a third of its length unless told; null when none is that near. */
export function nearestWord(word: string, known: readonly string[], most = Math.max(1, Math.floor(word.length / 3))): string | null {
  let best: string | null = null;
  let fewest = most + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < fewest) {
      fewest = distance;
      best = candidate;
    }
  }
  return best;
}

/** Letters to insert, delete or replace (Levenshtein). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (previous[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    previous = row;
  }
  return previous[b.length] as number;
}
