/** A JSON Schema (draft 07) as plain data. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

export const DRAFT = "http://json-schema.org/draft-07/schema#";

export const TEXT: JsonSchema = { type: "string" };
export const YES_NO: JsonSchema = { type: "boolean" };
export const COUNT: JsonSchema = { type: "integer", minimum: 0 };
export const AMOUNT: JsonSchema = { type: "number", minimum: 0 };
export const NUMBER: JsonSchema = { type: "number" };
export const SHARE: JsonSchema = { type: "number", minimum: 0, maximum: 1 };
/** ISO 8601 with milliseconds and the offset of the log. */
export const INSTANT: JsonSchema = { type: "string", pattern: "^[+-]?\\d{4,6}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d\\d:\\d\\d$" };
/** What a metric may hold. */
export const ANY_VALUE: JsonSchema = { type: ["number", "string", "boolean", "null"] };

/** One of some words. */
export function oneOf(words: readonly string[]): JsonSchema {
  return { enum: words };
}

/** The same, or null for "not in the input". Closed objects become a choice; plain types get one more type. */
export function orNull(schema: JsonSchema): JsonSchema {
  if (typeof schema["type"] === "string" && schema["properties"] === undefined && schema["additionalProperties"] === undefined) return { ...schema, type: [schema["type"], "null"] };
  if (Array.isArray(schema["enum"])) return { enum: [...(schema["enum"] as readonly unknown[]), null] };
  return { anyOf: [{ type: "null" }, schema] };
}

/** An object with just these properties; all are required but the named ones. */
export function closed(properties: Readonly<Record<string, JsonSchema>>, optional: readonly string[] = []): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", additionalProperties: false, ...(required.length === 0 ? {} : { required }), properties };
}

/** An object whose names come from the input: kinds, causes, phases. */
export function mapOf(values: JsonSchema): JsonSchema {
  return { type: "object", additionalProperties: values };
}

/** A list of any length. */
export function listOf(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

/** The same schema with a sentence for readers. */
export function told(description: string, schema: JsonSchema): JsonSchema {
  return { description, ...schema };
}
