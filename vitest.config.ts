import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Two cores: more workers only make each other slower.
    maxWorkers: 2,
    env: { TZ: "America/St_Johns", LC_ALL: "C" },
    // A busy machine is no failure.
    testTimeout: 120_000,
  },
});
