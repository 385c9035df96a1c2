/**
 * All colors of the charts. The hues are those of Okabe and Ito, which people with any common form of color blindness can
 * tell apart; series differ in point shape as well, so that nothing rests on color alone.
 */
export const COLORS = {
  blue: "#0072B2",
  orange: "#E69F00",
  sky: "#56B4E9",
  green: "#009E73",
  vermillion: "#D55E00",
  purple: "#CC79A7",
  slate: "#6E7781",
  text: "#24292F",
  muted: "#57606A",
  grid: "#E6E9ED",
  background: "#FFFFFF",
} as const;

/** How one series of dots looks. */
export interface SeriesStyle {
  readonly color: string;
  readonly shape: "circle" | "triangle" | "rect" | "rectRot" | "cross" | "star" | "crossRot";
  /** Rare and important dots are drawn larger. */
  readonly scale: number;
}

const STYLES = {
  common: { color: COLORS.blue, shape: "circle", scale: 1 },
  second: { color: COLORS.orange, shape: "triangle", scale: 1.2 },
  third: { color: COLORS.sky, shape: "rectRot", scale: 1.2 },
  fourth: { color: COLORS.green, shape: "rect", scale: 1 },
  worst: { color: COLORS.vermillion, shape: "rectRot", scale: 1.8 },
  bad: { color: COLORS.purple, shape: "triangle", scale: 1.6 },
  other: { color: COLORS.slate, shape: "cross", scale: 1.3 },
} as const satisfies Record<string, SeriesStyle>;

/** Kinds that keep their look in every report, by the beginning of HotSpot's name. */
const USUAL: readonly (readonly [prefix: string, style: SeriesStyle])[] = [
  ["Young (Normal)", STYLES.common],
  ["Young (Mixed)", STYLES.second],
  ["Young (Concurrent Start)", STYLES.third],
  ["Full", STYLES.worst],
  ["Degenerated", STYLES.bad],
  ["Remark", STYLES.fourth],
  ["Cleanup", STYLES.other],
  ["Garbage collection", STYLES.other],
];
const FREE_ORDER: readonly SeriesStyle[] = [STYLES.common, STYLES.second, STYLES.fourth, STYLES.third, STYLES.bad, STYLES.other, STYLES.worst];

/** A style for each name: the usual one of known kinds, and the free ones for the rest, none twice while there is a choice (7 names). */
export function styleSeries(names: readonly string[]): ReadonlyMap<string, SeriesStyle> {
  const styles = new Map<string, SeriesStyle>();
  const taken = new Set<SeriesStyle>();
  for (const name of names) {
    const usual = USUAL.find(([prefix]) => name.startsWith(prefix))?.[1];
    if (usual === undefined || taken.has(usual)) continue;
    styles.set(name, usual);
    taken.add(usual);
  }
  for (const name of names) {
    if (styles.has(name)) continue;
    const style = FREE_ORDER.find((free) => !taken.has(free)) ?? STYLES.other;
    styles.set(name, style);
    taken.add(style);
  }
  return styles;
}

/** The colors of stacked parts in order, for up to eight parts. */
export const STACK_COLORS: readonly string[] = [COLORS.blue, COLORS.orange, COLORS.green, COLORS.sky, COLORS.vermillion, COLORS.purple, "#B8A100", COLORS.slate];

/** `color` with an opacity from 0 to 1. */
export function fade(color: string, opacity: number): string {
  return color + Math.round(opacity * 255).toString(16).padStart(2, "0").toUpperCase();
}

/** What each color of a chart becomes on a dark page; the hues stay, so that a kind is known again. */
export const DARK_COLORS: Readonly<Record<string, string>> = {
  [COLORS.blue]: "#4C9FE0",
  [COLORS.orange]: "#F0B429",
  [COLORS.sky]: "#7CC7F0",
  [COLORS.green]: "#2FBF95",
  [COLORS.vermillion]: "#F0743A",
  [COLORS.purple]: "#DD9ABD",
  [COLORS.slate]: "#9BA5B0",
  [COLORS.text]: "#E6EDF3",
  [COLORS.muted]: "#A7B1BC",
  [COLORS.grid]: "#2B323B",
  "#AFB8C1": "#59636E",
  [COLORS.background]: "#14181D",
};
