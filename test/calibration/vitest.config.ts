import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/calibration/*.slow.ts"],
    env: { TZ: "America/St_Johns", LC_ALL: "C" },
    testTimeout: 1_800_000,
  },
});
