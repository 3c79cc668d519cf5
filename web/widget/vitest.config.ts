import { defineConfig } from "vitest/config";
import { launcherTexts } from "./build/launcher-texts.mjs";

export default defineConfig({
  plugins: [launcherTexts()],
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "build/**/*.test.mjs"],
    restoreMocks: true,
  },
});
