/** One line inside a block of a text export, as the grammar reads it. */
export interface TextLine {
  readonly what: "field" | "openStruct" | "openArray" | "close" | "element";
  readonly name: string;
  readonly value: TextValue;
}

/** Spans are ms, amounts bytes, percentages shares; an instant is the time of a day, whose date JDK 8 to 17 leave out. */
export type TextValue = number | string | boolean | null | { readonly clockMs: number; readonly day: string | null };
