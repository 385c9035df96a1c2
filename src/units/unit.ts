/** Units of metrics. Shares are 0–1; percent exists only in rendered text. */
export const UNITS = ["ms", "seconds", "bytes", "bytesPerSecond", "bytesPerHour", "share", "count", "perSecond", "perMinute", "perHour", "ratio", "cores", "text", "yesNo"] as const;
export type Unit = (typeof UNITS)[number];

/** The units that {@link Unit} has for something per time. */
export type RateUnit = Extract<Unit, `${string}${"Per" | "per"}${string}`>;
