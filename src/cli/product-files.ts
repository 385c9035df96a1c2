import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The built-in rules, as the package ships them. */
export function rulesFolder(): string {
  return fileURLToPath(new URL("../../rules", import.meta.url));
}

/** The version that package.json tells. */
export async function productVersion(): Promise<string> {
  const packageJson: unknown = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  return (packageJson as { version: string }).version;
}
