import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { Shape } from "../../api/shapes.ts";
import { agentOut, meOut, siteOut } from "../../testing/answers.ts";
import { answer, open } from "../../testing/app.tsx";
import { identitySample } from "./identity-samples.ts";

let identity: Shape<"SiteIdentityOut">;

beforeEach(() => {
  identity = { required: false, has_key: false, has_old_key: false };
  answer("get", "/api/agent/me", meOut());
  answer("get", "/api/agent/sites", { sites: [siteOut()] });
  answer("get", "/api/agent/agents", { agents: [agentOut()] });
  answer("get", "/api/agent/sites/st_1", () => siteOut({ identity }));
});

async function card() {
  const { user } = await open("/settings/sites/st_1/install");
  const title = await screen.findByRole("region", { name: "Signed identity" });
  return { user, ...within(title) };
}

describe("signed identity", () => {
  it("shows a new key once, and can be required from then on", async () => {
    const made = answer("post", "/api/agent/sites/st_1/identity-key", () => {
      identity = { ...identity, has_key: true };
      return { key: "the-only-time", identity };
    });
    const changed = answer("patch", "/api/agent/sites/st_1", () => {
      identity = { ...identity, required: true };
      return siteOut({ identity });
    });
    const { user, getByRole, findByText, queryByText, findByRole } = await card();
    expect(getByRole("switch")).toHaveProperty("disabled", true);
    await user.click(getByRole("button", { name: "Make a key" }));
    expect(await findByText("the-only-time")).toBeTruthy();
    expect(made).toHaveLength(1);
    await user.click(getByRole("button", { name: "I have kept it" }));
    expect(queryByText("the-only-time")).toBeNull();
    await user.click(await findByRole("switch", { name: /only with a proof/ }));
    await waitFor(() => expect(changed.map(({ body }) => body)).toEqual([{ identity_required: true }]));
    await waitFor(() =>
      expect(getByRole("button", { name: "Remove the keys" })).toHaveProperty("disabled", true),
    );
  });

  it("rotates with two good keys, and removes the older one after a confirmation", async () => {
    identity = { required: true, has_key: true, has_old_key: false };
    answer("post", "/api/agent/sites/st_1/identity-key", () => {
      identity = { ...identity, has_old_key: true };
      return { key: "the-newer-one", identity };
    });
    const removed = answer("delete", "/api/agent/sites/st_1/identity-key/old", () => {
      identity = { ...identity, has_old_key: false };
      return identity;
    });
    const { user, getByRole, findByText, findByRole } = await card();
    await user.click(getByRole("button", { name: "Make another key" }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Make another key" }));
    expect(await findByText("the-newer-one")).toBeTruthy();
    await user.click(await findByRole("button", { name: "Remove the older key" }));
    expect(removed).toEqual([]);
    await user.click(
      within(screen.getByRole("dialog")).getByRole("button", { name: "Remove the older key" }),
    );
    await waitFor(() => expect(removed).toHaveLength(1));
    expect(await findByRole("button", { name: "Make another key" })).toBeTruthy();
  });
});

describe("the sample", () => {
  it("names the site and never holds a key", () => {
    for (const language of ["node", "php"] as const) {
      const code = identitySample(language, "c".repeat(40));
      expect(code).toContain("c".repeat(40));
      expect(code).toContain("CHAT_IDENTITY_KEY");
    }
  });
});
