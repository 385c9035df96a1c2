import type { Dice } from "./dice.js";
import { HOSTILE_WORDS, ODD_NUMBERS } from "./hostile-words.js";
import { mutateBytes } from "./mutate-bytes.js";

type TextMutation = (lines: string[], dice: Dice, other: readonly string[]) => void;

/**
 * Changes a text by one to four mutations that know lines, numbers and clocks, or by those of {@link mutateBytes}.
 * `other` is the text that is spliced in. `size` scales how many lines a multiplying mutation adds.
 */
export function mutateText(seed: Uint8Array, other: Uint8Array, dice: Dice, size: "small" | "large"): Uint8Array {
  if (dice.chance(0.25)) return mutateBytes(seed, other, dice);
  const lines = linesOf(seed);
  const otherLines = linesOf(other);
  for (let left = 1 + dice.below(4); left > 0; left--) dice.pick(MUTATIONS)(lines, dice, otherLines);
  if (size === "large" && dice.chance(0.5)) addDistinct(lines, dice, dice.pick([20_000, 100_000]));
  const text = Buffer.from(lines.join(dice.chance(0.1) ? "\r\n" : "\n"), "latin1");
  return dice.chance(0.2) ? mutateBytes(text, other, dice) : text;
}

/** Bytes as Latin-1, so that every byte survives the way back. */
function linesOf(bytes: Uint8Array): string[] {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1").split("\n");
}

const MUTATIONS: readonly TextMutation[] = [
  replaceNumbers, replaceNumbers, replaceNumbers, jumpClock, jumpClock, swapLines, reorderBlocks, repeatLines, dropLines, spliceLines, insertHostile, insertHostile,
  (lines, dice) => addDistinct(lines, dice, dice.pick([5, 50, 2000])),
  cutLine, joinLines, (lines, dice) => longLine(lines, dice), swapTokens,
];

function replaceNumbers(lines: string[], dice: Dice): void {
  for (let left = dice.pick([1, 1, 2, 10]); left > 0; left--) {
    const at = dice.below(lines.length);
    const numbers = [...(lines[at] ?? "").matchAll(/\d+(?:[.,]\d+)?/g)];
    if (numbers.length === 0) continue;
    const number = dice.pick(numbers);
    const line = lines[at] ?? "";
    lines[at] = line.slice(0, number.index) + dice.pick(ODD_NUMBERS) + line.slice(number.index + number[0].length);
  }
}

/** From some line on, the first number of each line (mostly a clock) is shifted. */
function jumpClock(lines: string[], dice: Dice): void {
  const from = dice.below(lines.length);
  const to = dice.chance(0.5) ? lines.length : from + dice.below(20);
  const shift = dice.pick([-1e9, -1000, -5, -0.5, 0.5, 5, 3600, 1e6, 1e12, 1e18]);
  for (let at = from; at < Math.min(to, lines.length); at++) {
    lines[at] = (lines[at] ?? "").replace(/\d+(?:\.\d+)?/, (number) => String(Number(number) + shift));
  }
}

function swapLines(lines: string[], dice: Dice): void {
  for (let left = 1 + dice.below(10); left > 0; left--) {
    const a = dice.below(lines.length);
    const b = Math.min(lines.length - 1, a + dice.below(30));
    [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
  }
}

function reorderBlocks(lines: string[], dice: Dice): void {
  const a = dice.below(lines.length);
  const b = a + dice.below(lines.length - a);
  lines.unshift(...lines.splice(a, b - a));
}

function repeatLines(lines: string[], dice: Dice): void {
  const a = dice.below(lines.length);
  const block = lines.slice(a, a + 1 + dice.below(20));
  const times = dice.pick([1, 3, 50]);
  const added: string[] = [];
  for (let i = 0; i < times; i++) added.push(...block);
  lines.splice(dice.below(lines.length), 0, ...added);
}

function dropLines(lines: string[], dice: Dice): void {
  lines.splice(dice.below(lines.length), 1 + dice.below(lines.length / 2));
}

function spliceLines(lines: string[], dice: Dice, other: readonly string[]): void {
  const from = dice.below(other.length);
  lines.splice(dice.below(lines.length), 0, ...other.slice(from, from + 1 + dice.below(200)));
}

function insertHostile(lines: string[], dice: Dice): void {
  const at = dice.below(lines.length);
  const line = lines[at] ?? "";
  const where = dice.below(line.length + 1);
  lines[at] = line.slice(0, where) + dice.pick(HOSTILE_WORDS) + line.slice(where);
}

/** Copies of one line whose words in parentheses, quotes or brackets all differ: causes, threads, ids without end. */
function addDistinct(lines: string[], dice: Dice, count: number): void {
  const candidates = lines.filter((line) => /Pause|stall|Concurrent|Safepoint|GC\(/i.test(line) && line.length < 400);
  if (candidates.length === 0) return;
  const model = dice.pick(candidates);
  const how = dice.pick(["cause", "number", "word"]);
  for (let i = 0; i < count; i++) {
    if (how === "cause") lines.push(model.replace(/\([A-Z][^()]*\)/, `(Cause ${i})`));
    else if (how === "number") lines.push(model.replace(/\((\d+)\)/, `(${i})`));
    else lines.push(model.replace(/[A-Z][a-z]+/, `Word${i}`));
  }
}

function cutLine(lines: string[], dice: Dice): void {
  const at = dice.below(lines.length);
  lines[at] = (lines[at] ?? "").slice(0, dice.below((lines[at] ?? "").length));
}

function joinLines(lines: string[], dice: Dice): void {
  const at = dice.below(lines.length);
  lines.splice(at, 2, `${lines[at] ?? ""}${lines[at + 1] ?? ""}`);
}

function longLine(lines: string[], dice: Dice): void {
  const at = dice.below(lines.length);
  const filler = dice.pick(["x", "[", "(", "{", "\"", "[0.1s]", "GC(", " ", "\0", "\xff", ": ", "1", ",", "\\"]);
  const bytes = dice.pick([500, 20_000, 70_000, 300_000]);
  const line = lines[at] ?? "";
  const where = dice.chance(0.5) ? line.length : dice.below(line.length);
  lines[at] = line.slice(0, where) + filler.repeat(Math.ceil(bytes / filler.length)) + line.slice(where) + dice.pick(["", line]);
}

function swapTokens(lines: string[], dice: Dice): void {
  const a = dice.below(lines.length);
  const b = dice.below(lines.length);
  const wordsA = (lines[a] ?? "").split(" ");
  const wordsB = (lines[b] ?? "").split(" ");
  const i = dice.below(wordsA.length);
  const j = dice.below(wordsB.length);
  [wordsA[i], wordsB[j]] = [wordsB[j] ?? "", wordsA[i] ?? ""];
  lines[a] = wordsA.join(" ");
  lines[b] = wordsB.join(" ");
}
