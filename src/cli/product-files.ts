import { fileURLToPath } from "node:url";

/** The built-in rules, as the package ships them. */
export function rulesFolder(): string {
  return fileURLToPath(new URL("../../rules", import.meta.url));
}
