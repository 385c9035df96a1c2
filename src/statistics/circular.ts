import { chiSquaredUpperTail } from "./tails.js";

/** Result of a test for a preferred phase. */
export interface PhaseTest {
  readonly sampleSize: number;
  readonly statistic: number;
  /** Of one trial period, against uniform phases. Multiply by the number of independent periods tried. */
  readonly pValue: number;
  /** Harmonics that were summed. */
  readonly harmonics: number;
}

/** Phases 0–1 of instants at a period. */
export function phasesAt(timesMs: ArrayLike<number>, periodMs: number): Float64Array {
  return Float64Array.from({ length: timesMs.length }, (_, i) => {
    const phase = ((timesMs[i] as number) / periodMs) % 1;
    return phase < 0 ? phase + 1 : phase;
  });
}

/**
 * Rayleigh test for one preferred phase (Mardia and Jupp, Directional Statistics): statistic n·R², R the length of the mean
 * direction, 0–1. `phases` are 0–1. The p-value holds the second-order correction and suits ten values and more.
 */
export function testRayleigh(phases: Float64Array): PhaseTest {
  const size = phases.length;
  const [power = 0] = harmonicPowers(phases, 1);
  const z = power / 2;
  const correction = 1 + (2 * z - z * z) / (4 * size) - (24 * z - 132 * z ** 2 + 76 * z ** 3 - 9 * z ** 4) / (288 * size ** 2);
  const pValue = size === 0 ? Number.NaN : Math.max(0, Math.min(1, Math.exp(-z) * correction));
  return { sampleSize: size, statistic: z, pValue, harmonics: 1 };
}

/** Z²m test (Buccheri et al. 1983) for any profile made of `harmonics` harmonics; chi-squared with 2m degrees of freedom. */
export function testZSquared(phases: Float64Array, harmonics: number): PhaseTest {
  const statistic = harmonicPowers(phases, harmonics).reduce((sum, power) => sum + power, 0);
  return { sampleSize: phases.length, statistic, pValue: phases.length === 0 ? Number.NaN : chiSquaredUpperTail(statistic, 2 * harmonics), harmonics };
}

/**
 * H-test (de Jager, Raubenheimer and Swanepoel 1989): the best Z²m − 4m + 4 over m = 1…20, for a profile of unknown shape.
 * p = exp(−0.4·H) by de Jager and Büsching (2010).
 */
export function testH(phases: Float64Array, mostHarmonics = 20): PhaseTest {
  let sum = 0;
  let statistic = Number.NEGATIVE_INFINITY;
  let harmonics = 0;
  harmonicPowers(phases, mostHarmonics).forEach((power, i) => {
    sum += power;
    const candidate = sum - 4 * i;
    if (candidate <= statistic) return;
    statistic = candidate;
    harmonics = i + 1;
  });
  return { sampleSize: phases.length, statistic, pValue: phases.length === 0 ? Number.NaN : Math.min(1, Math.exp(-0.4 * statistic)), harmonics };
}

/** 2/n·|Σ exp(2πi·k·phase)|² for k = 1…count; each is about chi-squared with 2 degrees for uniform phases. */
function harmonicPowers(phases: Float64Array, count: number): number[] {
  const cosines = new Float64Array(count);
  const sines = new Float64Array(count);
  for (const phase of phases) {
    const stepCosine = Math.cos(2 * Math.PI * phase);
    const stepSine = Math.sin(2 * Math.PI * phase);
    let cosine = 1;
    let sine = 0;
    for (let k = 0; k < count; k++) {
      const turned = cosine * stepCosine - sine * stepSine;
      sine = cosine * stepSine + sine * stepCosine;
      cosine = turned;
      cosines[k] = (cosines[k] as number) + cosine;
      sines[k] = (sines[k] as number) + sine;
    }
  }
  return Array.from(cosines, (cosine, k) => (phases.length === 0 ? 0 : (2 / phases.length) * (cosine ** 2 + (sines[k] as number) ** 2)));
}
