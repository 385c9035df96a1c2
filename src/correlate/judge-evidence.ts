import { formatShare } from "../units/format-quantity.js";
import type { Coincidence } from "./coincidence.js";
import type { Reach } from "./arithmetic.js";

/** What was found, as far as the verdict needs it. */
export interface EvidenceFound {
  readonly coincidence: Coincidence;
  readonly reach: Reach;
  readonly slowEvents: number;
  readonly bursts: number;
  readonly population: number;
  /** Stops long enough to matter for this threshold. */
  readonly ableStops: number;
  /** p-value with that of a clock shift, where one was applied: the larger. */
  readonly pValue: number;
  readonly isDosePlausible: boolean | null;
  /** Negative lag: the slowness leads. */
  readonly isLatencyLeading: boolean;
  /** The source cannot see stops. */
  readonly isBlind: boolean;
  /** Per-request rows, not percentiles of windows. */
  readonly hasRequests: boolean;
  /** Stamps too coarse to place a request beside a stop. */
  readonly hasCoarseStamps: boolean;
  /** The file was placed beside the log by the very coincidence that is judged. */
  readonly isPlacedByShape: boolean;
  /** Other offsets between the clocks fit better than the stamps as written, though none for certain. */
  readonly isClockDoubtful: boolean;
}

export interface Judgement {
  readonly verdict: "gc-explains" | "gc-contributes" | "gc-innocent" | "inconclusive";
  /** E0 not testable … E4 attributable (E5 needs a second run). */
  readonly level: "E0" | "E1" | "E2" | "E3" | "E4";
  /** Why, in one sentence. */
  readonly reason: string;
}

/** From this share of the slow events on, stops explain them; */
const EXPLAINS_SHARE = 0.6;
/** or from this share on, when they also account for most of the time that slow events took too long. */
const EXPLAINS_WITH_TIME = { share: 0.4, excessShare: 0.75 };
/** Below this share, also by the upper bound, they do not. */
const INNOCENT_SHARE = 0.25;
/** The same of what stops can reach by arithmetic, when clocks are in doubt and so no coincidence can confirm it. */
const UNREACHED_SHARE = 0.05;
/** A part worth naming, by count or by time, that rests on more than one accident. */
const CONTRIBUTES = { share: 0.33, excessShare: 0.4, stops: 3 };
const SIGNIFICANT = 0.01;
/** Two stops are enough only when nearly all that is slow lies in them and hardly any turn of the series does as well. */
const EXPLAINS_BY_TWO = { share: 0.9, pValue: 0.001 };
const LEAST_EVENTS = 6;

/** Above this share by chance, meeting a stop says nothing. */
const CROWDED = 0.7;

/** The verdict from the evidence, in the order in which evidence excludes. */
export function judgeEvidence(found: EvidenceFound): Judgement {
  const { coincidence, reach, pValue } = found;
  const { value, low, high } = coincidence.attributable;
  const isSignificant = pValue < SIGNIFICANT;
  const slowShare = found.slowEvents / found.population;
  if (found.slowEvents < LEAST_EVENTS) return { verdict: "inconclusive", level: "E0", reason: `Only ${found.slowEvents} slow events: too few to decide on.` };
  // A window shows that something was slow in it, not when: the stop must also be about as long as the rise.
  const isLongEnough = found.hasRequests || coincidence.excessShare >= EXPLAINS_SHARE;
  const explains = (value >= EXPLAINS_SHARE && isLongEnough) || (value >= EXPLAINS_WITH_TIME.share && coincidence.excessShare >= EXPLAINS_WITH_TIME.excessShare);
  const isByTwo = coincidence.attributedStops === 2 && value >= EXPLAINS_BY_TWO.share && pValue < EXPLAINS_BY_TWO.pValue;
  const isRepeated = coincidence.attributedStops >= CONTRIBUTES.stops || isByTwo;
  if (isSignificant && explains && isRepeated && (low > 0 || coincidence.attributedStops >= LEAST_EVENTS)) {
    if (found.isLatencyLeading) return { verdict: "gc-contributes", level: "E3", reason: "Slow events go together with stops but begin before them: something slows requests and brings collections on." };
    const isAttributable = found.hasRequests && found.isDosePlausible !== false && coincidence.attributed >= LEAST_EVENTS;
    return { verdict: "gc-explains", level: isAttributable ? "E4" : "E3", reason: "Most of what is slow lies in stops, far more than by chance." };
  }
  // Stops in a row add up, and queues outlive them: where more was measured than the sum allows, the sum is no limit. Coarse stamps measure too much.
  const isLimited = found.hasRequests && (value < CONTRIBUTES.share || found.hasCoarseStamps);
  if (!found.isBlind && !found.isPlacedByShape && isLimited && reach.slowShare < (found.isClockDoubtful ? UNREACHED_SHARE : INNOCENT_SHARE) * slowShare) return { verdict: "gc-innocent", level: "E1", reason: "By arithmetic the stops can reach only a small part of the slow events." };
  if (isSignificant && (value >= CONTRIBUTES.share || coincidence.excessShare >= CONTRIBUTES.excessShare) && isRepeated) return { verdict: "gc-contributes", level: "E3", reason: "A part of what is slow lies in stops, more than by chance; the rest has another cause." };
  if (found.hasRequests && found.isBlind) return { verdict: "inconclusive", level: "E0", reason: "This source hardly shows what happens during stops, so that nothing in it can acquit them." };
  if (found.isPlacedByShape) return { verdict: "inconclusive", level: "E0", reason: "The file has its place beside the log by its shape alone, which can show a link but not rule one out." };
  if (found.isClockDoubtful) return { verdict: "inconclusive", level: "E0", reason: "Slow bursts and stops fit better at another offset between the clocks, though not surely: with stamps in doubt nothing can acquit the stops. Compare the clocks of both machines." };
  if (coincidence.attributedShare < INNOCENT_SHARE && high < INNOCENT_SHARE + 0.1) return { verdict: "gc-innocent", level: "E1", reason: "Hardly any of the slow events lies in a stop long enough for its delay." };
  if (found.isBlind) return { verdict: "inconclusive", level: "E0", reason: "This source hardly shows what happens during stops, so that nothing in it can acquit them." };
  if (isSignificant && explains) return { verdict: "inconclusive", level: "E2", reason: `Slow events coincide with stops, but this rests on ${coincidence.attributedStops} ${coincidence.attributedStops === 1 ? "stop" : "stops"}: too few to decide on.` };
  if (coincidence.expectedByChance > CROWDED) return { verdict: "inconclusive", level: "E2", reason: `Stops are so frequent or so long that ${formatShare(coincidence.expectedByChance)} of the slow events would meet one by chance: coincidence cannot show a link here. Stamps to the millisecond, or a run with fewer stops, would.` };
  if (found.ableStops < LEAST_EVENTS) return { verdict: "inconclusive", level: "E0", reason: `Only ${found.ableStops} stops are long enough to matter: too few to decide on.` };
  return { verdict: "inconclusive", level: "E2", reason: "Stops could explain a part of what is slow, but it is not shown." };
}
