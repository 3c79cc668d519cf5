import { defineConfig } from "vitest/config";
import { greetingUrl } from "./build/greeting-url.mjs";

export default defineConfig({
  plugins: [greetingUrl("widget/greeting-1.js")],
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "build/**/*.test.mjs"],
    restoreMocks: true,
  },
});
