import type { Dice } from "./dice.js";
import { HOSTILE_WORDS, ODD_NUMBERS } from "./hostile-words.js";

const MARK = "@@number@@";

/** Changes values, keys and shape of a JSON document by one to five mutations; what is no JSON is returned as it is. */
export function mutateJson(seed: Uint8Array, dice: Dice): Uint8Array {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(seed).toString("utf8"));
  } catch {
    return seed;
  }
  for (let left = 1 + dice.below(5); left > 0; left--) document = mutateSomewhere(document, dice);
  // Numbers that JavaScript cannot hold are written as they are.
  return Buffer.from(JSON.stringify(document).replace(new RegExp(`"${MARK}([^"]*)"`, "g"), "$1"));
}

/**
 * Changes only leaves, and none to another type, so that a document mostly stays valid and is judged by what it means: a
 * number becomes another, a text gets hostile words or becomes a text from elsewhere in the document, a yes becomes a no.
 */
export function mutateLeaves(seed: Uint8Array, dice: Dice): Uint8Array {
  const document: unknown = JSON.parse(Buffer.from(seed).toString("utf8"));
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === "string") texts.push(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
  };
  collect(document);
  const share = dice.pick([0.02, 0.1, 0.3]);
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(change);
    if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, change(entry)]));
    if (!dice.chance(share)) return value;
    if (typeof value === "number") return dice.pick([0, 1, -1, 0.5, 1e-9, 1e9, 1e308, 2 ** 53, value + 1, value * 2]);
    if (typeof value === "boolean") return !value;
    return typeof value === "string" ? dice.pick([`${value} ${dice.pick(HOSTILE_WORDS)}`, dice.pick(texts)]) : value;
  };
  return Buffer.from(JSON.stringify(change(document)));
}

function mutateSomewhere(value: unknown, dice: Dice): unknown {
  if (typeof value === "object" && value !== null && !dice.chance(0.12)) {
    if (Array.isArray(value)) {
      if (value.length === 0) return oddValue(dice);
      const at = dice.below(value.length);
      if (dice.chance(0.1)) return [...(value as unknown[]), ...(value as unknown[]).slice(at)];
      return (value as unknown[]).map((entry, index) => (index === at ? mutateSomewhere(entry, dice) : entry));
    }
    const entries = Object.entries(value);
    const at = dice.below(entries.length);
    if (entries.length === 0 || dice.chance(0.1)) return Object.fromEntries([...entries, [dice.pick(["__proto__", "constructor", "extra", ...HOSTILE_WORDS]), oddValue(dice)]]);
    if (dice.chance(0.1)) return Object.fromEntries(entries.filter((_, index) => index !== at));
    if (dice.chance(0.05)) return Object.fromEntries(entries.map(([key, entry], index) => [index === at ? dice.pick(HOSTILE_WORDS) : key, entry]));
    return Object.fromEntries(entries.map(([key, entry], index) => [key, index === at ? mutateSomewhere(entry, dice) : entry]));
  }
  return oddValue(dice, value);
}

function oddValue(dice: Dice, value: unknown = null): unknown {
  switch (dice.below(8)) {
    case 0:
      return null;
    case 1:
      return dice.pick([true, false]);
    case 2:
      return [];
    case 3:
      return {};
    case 4:
      return dice.pick(HOSTILE_WORDS);
    case 5: {
      const number = dice.pick(ODD_NUMBERS);
      return /^-?\d+(\.\d+)?(e-?\d+)?$/.test(number) ? `${MARK}${number}` : number;
    }
    case 6:
      return [value, [[[[value]]]]];
    default:
      return typeof value === "string" ? value + dice.pick(HOSTILE_WORDS) : `${String(value)}x`;
  }
}
