import { type ReactNode, useId } from "react";

interface CardProps {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  /** A chip or button at the end of the head. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A section of a page with its `h2`. */
export function Card({ title, lead, aside, children }: CardProps) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <header className="card-head">
        <div>
          <h2 id={id}>{title}</h2>
          {lead !== undefined && <p>{lead}</p>}
        </div>
        {aside}
      </header>
      <div className="card-body">{children}</div>
    </section>
  );
}
