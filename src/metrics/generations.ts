const YOUNG = new Set(["defnew", "psyounggen", "parnew", "young"]);
const OLD = new Set(["tenured", "paroldgen", "psoldgen", "cms", "old"]);

/**
 * Which generation a row of `spaces` is about, by HotSpot's names for it; null for parts of one (`Eden`, `From`) and for
 * spaces outside the heap.
 */
export function generationOf(space: string): "young" | "old" | null {
  const name = space.toLowerCase();
  if (YOUNG.has(name)) return "young";
  return OLD.has(name) ? "old" : null;
}
