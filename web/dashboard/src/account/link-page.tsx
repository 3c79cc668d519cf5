/** What stands where a link of a mail or of the server's output no longer works. */
import type { ReactNode } from "react";
import { codeOf } from "../api/failure.ts";
import { AccountPage } from "./account-page.tsx";

interface DeadLinkProps {
  readonly title: string;
  /** Why, and what to do now. */
  readonly children: ReactNode;
  readonly action: ReactNode;
}

export function DeadLink({ title, children, action }: DeadLinkProps) {
  return (
    <AccountPage title={title} lead={children}>
      {action}
    </AccountPage>
  );
}

/** Whether the failure says that the link was used, has expired, or never existed. */
export function isDeadLink(error: unknown): boolean {
  return codeOf(error) === "link_invalid";
}

/** The `token` of a link; without one, the link is dead from the start. */
export function tokenOf(search: Record<string, unknown>): { token?: string | undefined } {
  const { token } = search;
  // A token of digits alone arrives as a number.
  if (typeof token === "number") return { token: String(token) };
  return { token: typeof token === "string" && token !== "" ? token : undefined };
}
