/** The last value of an option that is written `-XX:Name=value`; null when it is not set. */
export function optionValue(options: readonly string[] | null, name: string): string | null {
  const prefix = `-XX:${name}=`;
  return options?.findLast((option) => option.startsWith(prefix))?.slice(prefix.length) ?? null;
}

/** A size as HotSpot reads it, in bytes; null when the text is none. */
export function sizeOf(text: string | null | undefined): number | null {
  const match = /^(\d+)([kmgt]?)$/i.exec(text ?? "");
  if (match === null) return null;
  return Number(match[1]) * 1024 ** ["", "k", "m", "g", "t"].indexOf((match[2] as string).toLowerCase());
}

/** The size in bytes that options ask for under a long name or a short one (`-XX:MaxHeapSize=…`, `-Xmx…`), the last one winning; null when none does. */
export function askedBytes(options: readonly string[] | null, name: string, short: string): number | null {
  const prefixes = [`-XX:${name}=`, short];
  const option = options?.findLast((text) => prefixes.some((prefix) => text.startsWith(prefix)));
  const prefix = prefixes.find((start) => option?.startsWith(start));
  return option === undefined || prefix === undefined ? null : sizeOf(option.slice(prefix.length));
}
