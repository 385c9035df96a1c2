/**
 * VM operations that are collections or parts of one, by their HotSpot names: `G1CollectForAllocation`, `ParallelGCFailedAllocation`,
 * `CMS_Final_Remark`, `ZMarkEnd`, `XRelocateStart` (single-generation ZGC since 21), `ShenandoahFinalMarkStartEvac`, `CollectForMetadataAllocation`, …
 */
const COLLECTION = /^(?:VM_)?(?:G1|Gen(?:Collect|MarkSweep)|Parallel(?:GC|Collect)|Serial(?:GC|Collect)|PS|CMS_|CGC_|CollectFor|Shenandoah|[XZ](?:Mark|Relocate|Operation|Young|Old|Verify|Heap)|GC_|HandleMemoryPressure)/;

/** Whether a safepoint with this operation is there for the collector. Heap dumps and inspections (`HeapDumper`, `GC_HeapInspection`) collect too, but are not the collector's own. */
export function isCollection(operation: string): boolean {
  return COLLECTION.test(operation) && !/HeapInspection/.test(operation);
}
