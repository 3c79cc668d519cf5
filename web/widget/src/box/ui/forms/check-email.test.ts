import { expect, test } from "vitest";
import { checkEmail } from "./check-email.ts";

test.each([
  ["nadia@shop.example", undefined],
  ["n+tag@mail.shop.example", undefined],
  ["nadia@münchen.example", undefined],
  ["nadia", "form.email_sign"],
  ["@shop.example", "form.email_sign"],
  ["nadia@shop@example.com", "form.email_sign"],
  ["na dia@shop.example", "form.email_sign"],
  ["nadia@", "form.email_end"],
  ["nadia@shop", "form.email_end"],
  ["nadia@shop.", "form.email_end"],
  ["nadia@shop..example", "form.email_end"],
  ["nadia@.example", "form.email_end"],
])("%s", (address, problem) => {
  expect(checkEmail(address)).toBe(problem);
});
