/**
 * A number as people read it: three significant digits, whole numbers kept whole, no exponent, no trailing zeros.
 * 16.4832 → `16.5`, 1024.4 → `1024`, 0.01812 → `0.0181`, 20 → `20`. `mostDecimals` caps the digits after the point.
 */
export function threeDigits(value: number, mostDecimals = 6): string {
  if (value === 0) return "0";
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  const decimals = Math.min(mostDecimals, Math.max(0, 2 - magnitude));
  const text = value.toFixed(decimals);
  const trimmed = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return trimmed === "-0" ? "0" : trimmed;
}

/** `value` as it reads after rounding to three digits, so that a unit can be chosen that does not print `1000 ms`. */
export function roundedToThreeDigits(value: number): number {
  return Number(threeDigits(value));
}
