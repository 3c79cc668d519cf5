import { defineConfig } from "vitest/config";
import { greetingUrl } from "./build/greeting-url.mjs";
import { launcherTexts } from "./build/launcher-texts.mjs";

export default defineConfig({
  plugins: [launcherTexts(), greetingUrl("widget/greeting-1.js")],
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "build/**/*.test.mjs"],
    restoreMocks: true,
  },
});
