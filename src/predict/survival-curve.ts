/**
 * How much of what was allocated is still alive, by age: `aliveMs(t)` is the bytes younger than `t` that are alive, divided
 * by the allocation rate, so that it counts in ms of allocation. It rises, ever more slowly, because under steady load the
 * share that survives can only fall with age. Points in ascending age, both in ms, without the origin.
 */
export interface SurvivalCurve {
  readonly agesMs: readonly number[];
  readonly aliveMs: readonly number[];
}

/** One observed point of the curve. */
export interface SurvivalPoint {
  readonly ageMs: number;
  readonly aliveMs: number;
}

interface Segment {
  lengthMs: number;
  riseMs: number;
}

/**
 * The closest rising curve whose slope never grows, through the origin: neighbors whose slopes rise are pooled until none
 * does (pool adjacent violators). Slopes are kept within 0–1, since not more can survive than was allocated.
 * Points of the same age are averaged; no points give a curve that is zero everywhere.
 */
export function fitSurvivalCurve(points: readonly SurvivalPoint[]): SurvivalCurve {
  const sorted = [...points].filter(({ ageMs }) => ageMs > 0).sort((a, b) => a.ageMs - b.ageMs);
  const pooled: Segment[] = [];
  let last: SurvivalPoint = { ageMs: 0, aliveMs: 0 };
  for (const point of averagedByAge(sorted)) {
    pooled.push({ lengthMs: point.ageMs - last.ageMs, riseMs: point.aliveMs - last.aliveMs });
    last = point;
    while (pooled.length > 1 && slopeOf(pooled.at(-1) as Segment) > slopeOf(pooled.at(-2) as Segment)) {
      const later = pooled.pop() as Segment;
      const earlier = pooled.at(-1) as Segment;
      earlier.lengthMs += later.lengthMs;
      earlier.riseMs += later.riseMs;
    }
  }
  const agesMs: number[] = [];
  const aliveMs: number[] = [];
  let age = 0;
  let alive = 0;
  for (const segment of pooled) {
    age += segment.lengthMs;
    alive += segment.lengthMs * slopeOf(segment);
    agesMs.push(age);
    aliveMs.push(alive);
  }
  return { agesMs, aliveMs };
}

function averagedByAge(sorted: readonly SurvivalPoint[]): readonly SurvivalPoint[] {
  const result: { ageMs: number; aliveMs: number; count: number }[] = [];
  for (const { ageMs, aliveMs } of sorted) {
    const last = result.at(-1);
    if (last !== undefined && last.ageMs === ageMs) {
      last.aliveMs += (aliveMs - last.aliveMs) / ++last.count;
    } else {
      result.push({ ageMs, aliveMs, count: 1 });
    }
  }
  return result;
}

function slopeOf({ lengthMs, riseMs }: Segment): number {
  return Math.min(1, Math.max(0, riseMs / lengthMs));
}

/**
 * The curve at an age in ms. Straight between points, with the last slope beyond them. Before the first point nothing was
 * observed: the curve lies between the chord and the tangent of the next segment, and the middle of both is taken.
 */
export function aliveAt({ agesMs, aliveMs }: SurvivalCurve, ageMs: number): number {
  const size = agesMs.length;
  if (size === 0 || ageMs <= 0) return 0;
  const firstAge = agesMs[0] as number;
  const first = aliveMs[0] as number;
  if (ageMs < firstAge) {
    const chord = (first * ageMs) / firstAge;
    const tangent = Math.min(ageMs, first - slopeAfter(0, agesMs, aliveMs) * (firstAge - ageMs));
    return (chord + Math.max(chord, tangent)) / 2;
  }
  let at = 0;
  while (at < size - 1 && (agesMs[at + 1] as number) <= ageMs) at++;
  return (aliveMs[at] as number) + slopeAfter(at, agesMs, aliveMs) * (ageMs - (agesMs[at] as number));
}

/** Slope of the segment behind a point; behind the last point that of the segment before it. */
function slopeAfter(at: number, agesMs: readonly number[], aliveMs: readonly number[]): number {
  const right = Math.min(at + 1, agesMs.length - 1);
  const left = right - 1;
  const fromAge = left < 0 ? 0 : (agesMs[left] as number);
  const from = left < 0 ? 0 : (aliveMs[left] as number);
  return ((aliveMs[right] as number) - from) / ((agesMs[right] as number) - fromAge);
}
