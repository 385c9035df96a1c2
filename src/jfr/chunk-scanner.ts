import { isChunkStart } from "./chunk-header.js";
import { EventUse } from "./event-binding.js";
import type { RandomAccess } from "./random-access.js";

/** Bytes read at a time; larger windows are not faster. */
const WINDOW_BYTES = 2 ** 20;
/** The longest size and type id together. */
const LONGEST_HEAD = 18;
/** An event that is wanted and longer than this is damage: checkpoints of huge recordings have some ten MB. */
const LONGEST_EVENT = 64 * 2 ** 20;

/** Called for each event that is not skipped, with the bytes it lies in, valid only during the call. */
export type EventFound = (use: number, typeId: number, bytes: Uint8Array, from: number, to: number, ordinal: number) => void;

export interface ScanResult {
  /** Where the scan ended: the end of the chunk, the start of the next, or the first byte that made no sense. */
  readonly end: number;
  /** Why it ended early; null when it did not. */
  readonly damage: "truncated" | "damaged" | null;
}

/**
 * Walks over the events of one chunk by their sizes alone, through a sliding window. Most events are passed in a few
 * instructions; those that `uses` names are handed over.
 */
export class ChunkScanner {
  /** Events met so far, checkpoints and metadata not counted. */
  eventCount = 0;
  private damage: ScanResult["damage"] = null;
  private isAtNextChunk = false;
  private neededBytes = 0;

  constructor(
    private readonly access: RandomAccess,
    private readonly found: EventFound,
    /** Ordinal of the event before the first one of this chunk. */
    private readonly ordinalBase: number,
  ) {}

  /**
   * Scans from `start` to `chunkEnd` (Infinity for a chunk of unknown length, which ends at the next chunk or the end of
   * the input). `uses` is asked anew for each window. With `keepsAll` nothing is released. `afterWindow` may wait for
   * more before the scan goes on.
   */
  async scan(
    start: number,
    chunkEnd: number,
    uses: () => Uint8Array,
    { keepsAll = false, afterWindow }: { keepsAll?: boolean; afterWindow?: (at: number) => Promise<void> } = {},
  ): Promise<ScanResult> {
    let at = start;
    while (at < chunkEnd && this.damage === null && !this.isAtNextChunk) {
      if (!keepsAll) this.access.release?.(at);
      const wish = Math.max(WINDOW_BYTES, this.neededBytes);
      const window = await this.access.read(at, Math.min(wish, chunkEnd - at));
      if (window.length === 0) {
        if (chunkEnd !== Number.POSITIVE_INFINITY) this.damage = "truncated";
        break;
      }
      const isEndOfInput = window.length < Math.min(wish, chunkEnd - at);
      this.neededBytes = 0;
      const passed = this.scanWindow(window, uses(), chunkEnd - at, isEndOfInput);
      at += passed;
      await afterWindow?.(at);
      if (passed === 0 && this.neededBytes === 0 && this.damage === null && !this.isAtNextChunk) this.damage = "truncated";
    }
    return { end: at, damage: this.damage };
  }

  /** Returns how far it came, which may lie behind the window. */
  private scanWindow(bytes: Uint8Array, uses: Uint8Array, bytesToChunkEnd: number, isEndOfInput: boolean): number {
    const limit = bytes.length;
    const isFinal = isEndOfInput || limit >= bytesToChunkEnd;
    const isOpenEnded = bytesToChunkEnd === Number.POSITIVE_INFINITY;
    const lastHead = isFinal ? limit : limit - LONGEST_HEAD;
    const { found, ordinalBase } = this;
    let eventCount = this.eventCount;
    let at = 0;
    while (at < lastHead) {
      let position = at;
      let size = bytes[position++] as number;
      if (size >= 128) {
        // Nearly all sizes above 127 are padded to four bytes.
        const second = bytes[position] as number;
        const third = bytes[position + 1] as number;
        const fourth = bytes[position + 2] as number;
        if (second >= 128 && third >= 128 && fourth < 128) {
          size = (size & 127) | ((second & 127) << 7) | ((third & 127) << 14) | (fourth << 21);
          position += 3;
        } else {
          let byte = size;
          size &= 127;
          for (let scale = 128; byte >= 128 && position - at < 9; scale *= 128) {
            byte = bytes[position++] as number;
            size += (byte & 127) * scale;
          }
        }
      }
      let typeId = bytes[position++] as number;
      if (typeId >= 128) {
        const second = bytes[position++] as number;
        typeId = (typeId & 127) | ((second & 127) << 7);
        let byte = second;
        for (let scale = 16_384; byte >= 128 && position - at < LONGEST_HEAD; scale *= 128) {
          byte = bytes[position++] as number;
          typeId += (byte & 127) * scale;
        }
      }
      if (isOpenEnded && size === 0x46 && isChunkStart(bytes, at) && bytes[at + 4] === 0) {
        this.isAtNextChunk = true;
        break;
      }
      const next = at + size;
      if (position > limit || next < position || next > bytesToChunkEnd) {
        this.damage = position > limit ? "truncated" : "damaged";
        break;
      }
      const use = typeId < uses.length ? (uses[typeId] as number) : EventUse.skip;
      if (next > limit && (isEndOfInput || use !== EventUse.skip)) {
        if (isEndOfInput) this.damage = "truncated";
        else this.askForMore(size);
        break;
      }
      if (typeId > 1) eventCount++;
      if (use !== EventUse.skip) found(use, typeId, bytes, at, next, ordinalBase + eventCount);
      at = next;
    }
    this.eventCount = eventCount;
    return at;
  }

  private askForMore(size: number): void {
    if (size > LONGEST_EVENT) this.damage = "damaged";
    this.neededBytes = size + LONGEST_HEAD;
  }
}
