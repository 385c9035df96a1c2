import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../support/samples.js";

interface LockedPackage {
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
}
const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as { packages: Record<string, LockedPackage> };
const production = Object.entries(packages).filter(([path, { dev, link }]) => path.startsWith("node_modules/") && dev !== true && link !== true);

test("no package that users install runs a script when it is installed", () => {
  expect(production.length).toBeGreaterThan(10);
  expect(production.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path)).toEqual([]);
});

test("every package that users install has a permissive licence, named in SECURITY.md", () => {
  const security = readFileSync(join(ROOT, "SECURITY.md"), "utf8");
  const PERMISSIVE = /^(MIT|ISC|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|0BSD|Unlicense|BlueOak-1\.0\.0|CC0-1\.0|Python-2\.0|\(MIT AND BSD-2-Clause\))$/;
  for (const [path, { license }] of production) {
    // Bundled font files carry their licence in a file of their own.
    const name = path.split("node_modules/").at(-1) as string;
    if (path.endsWith("/vendor/canvas")) continue;
    const stated = license ?? readLicense(path);
    expect(stated, name).toBeDefined();
    if (!PERMISSIVE.test(stated ?? "")) expect(security, `${name} (${stated}) must be explained`).toContain(`\`${name}\``);
    expect(security, `SECURITY.md lists no ${stated}`).toContain(stated ?? "");
  }
});

function readLicense(path: string): string | undefined {
  const { license } = JSON.parse(readFileSync(join(ROOT, path, "package.json"), "utf8")) as { license?: string };
  return license;
}

test("every package comes from the public registry with a checksum", () => {
  for (const [path, { resolved, integrity, inBundle }] of production) {
    if (resolved === undefined || inBundle === true || resolved.startsWith("file:")) continue;
    expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    expect(integrity, path).toMatch(/^sha512-/);
  }
});

test("the published package holds the program and nothing of the workshop", () => {
  const report = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })) as { files: { path: string }[] }[];
  const paths = (report[0]?.files ?? []).map(({ path }) => path).filter((path) => !path.startsWith("node_modules/"));
  expect(paths).toContain("package.json");
  expect(paths.filter((path) => !/^(dist|docs|man|grammar|rules|vendor\/canvas|samples\/g1)\/|^(package\.json|LICENSE|README\.md|CHANGELOG\.md|SECURITY\.md|CI\.md)$/.test(path))).toEqual([]);
  expect(paths.filter((path) => /(^|\/)((test|build|generate)\/|\.git|\.env)|\.test\.|\.tsbuildinfo$|\.tmp$/.test(path.replace(/^dist\//, "")))).toEqual([]);
});
