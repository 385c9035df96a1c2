import { rmSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";

/** Signals that end the program, and the status that shells give for them. */
const ENDINGS: readonly (readonly [NodeJS.Signals, number])[] = [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]];

/**
 * Writes a file under a temporary name and then renames it, so that neither a failure nor a signal leaves half a file.
 * Signals are caught only while the temporary file exists: at any other time they end the program at once, as they should.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const listeners = ENDINGS.map(([signal, status]) => {
    const end = (): void => {
      rmSync(temporary, { force: true });
      process.exit(status);
    };
    process.on(signal, end);
    return () => process.off(signal, end);
  });
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    for (const remove of listeners) remove();
  }
}
