/** The head of a page: its one `h1`, its actions, and the window's title. */
import { type ReactNode, useEffect, useRef } from "react";
import { usePageTitle } from "./page-title.ts";

interface PageHeadProps {
  readonly title: string;
  /** The part of the page in the window's title, such as the chosen tab. */
  readonly part?: string | undefined;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
}

let visits = 0;

/**
 * Names the page. After a change of page the heading takes the focus, so that keyboard and screen reader
 * start where the new content starts; at the first load the browser's own order stands.
 */
export function PageHead({ title, part, lead, actions }: PageHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(part === undefined ? title : `${part} – ${title}`);
  useEffect(() => {
    visits += 1;
    if (visits > 1) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className="page-head">
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead !== undefined && <p>{lead}</p>}
      </div>
      {actions}
    </header>
  );
}
