import { DESCRIPTION_TYPES } from "./wanted-events.js";

/** What records of a type are good for. A type may have several roles, so these are bits. */
export const RecordRole = {
  /** Describes the JVM, its settings or its machine. */
  description: 1,
  /** Lends facts to other records of its collection. */
  facts: 2,
  /** Part of a safepoint that is put together from several records. */
  safepoint: 4,
  /** Becomes events of the timeline by itself. */
  event: 8,
} as const;

/** Bits of {@link RecordRole}. */
export type RecordRoles = number;

/** Roles of records of a type, named without `jdk.`. */
export function rolesOf(type: string): RecordRoles {
  return ROLES[type] ?? (DESCRIPTION_TYPES.has(type) ? RecordRole.description : RecordRole.event);
}

const ROLES: Readonly<Record<string, RecordRoles>> = {
  JVMInformation: RecordRole.description,
  GarbageCollection: RecordRole.facts | RecordRole.event,
  ZYoungGarbageCollection: RecordRole.facts | RecordRole.event,
  ZOldGarbageCollection: RecordRole.facts | RecordRole.event,
  G1GarbageCollection: RecordRole.facts,
  GCHeapSummary: RecordRole.facts,
  G1HeapSummary: RecordRole.facts,
  PSHeapSummary: RecordRole.facts,
  MetaspaceSummary: RecordRole.facts,
  SafepointBegin: RecordRole.safepoint,
  SafepointEnd: RecordRole.safepoint,
  ExecuteVMOperation: RecordRole.safepoint,
};
