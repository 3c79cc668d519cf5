import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/**
 * The dashboard lives below `/app/`; its bundles are hashed and lie in `/app/assets/`.
 * Nothing is inlined, so that `script-src 'self'; style-src 'self'; img-src 'self'` is enough.
 */
export default defineConfig({
  base: "/app/",
  plugins: [react()],
  server: {
    // The server's address comes from the person who starts both; this is the server's default.
    proxy: {
      "/api": { target: "http://127.0.0.1:8080", changeOrigin: false },
      "/ws": { target: "ws://127.0.0.1:8080", ws: true },
    },
  },
  build: {
    outDir: "../dist/app",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    target: "es2022",
    // These browsers know `light-dark()` and `oklch()`, so the tokens stay as they are written.
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  test: {
    environment: "happy-dom",
    environmentOptions: { happyDOM: { url: "http://localhost/app/" } },
    setupFiles: ["src/testing/set-up.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    testTimeout: 20_000,
    // Only what a test reads.
    css: { include: /tokens\.css/u },
  },
});
