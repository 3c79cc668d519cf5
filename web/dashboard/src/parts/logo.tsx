/** The mark: two guillemets facing a dot. Decoration: the name stands beside it or in the link's label. */
export function Mark({ size = 30 }: { readonly size?: number }) {
  // Below 20 px double chevrons run together, so single ones stand in.
  const guillemets =
    size < 20
      ? "M9 9.5 3 16l6 6.5M23 9.5l6 6.5-6 6.5"
      : "M6 10 1.8 16 6 22M11 10l-4.2 6 4.2 6M21 10l4.2 6-4.2 6M26 10l4.2 6-4.2 6";
  return (
    <svg className="logo" viewBox="0 0 32 32" width={size} height={size} fill="none" aria-hidden="true">
      <path
        className="logo-ink"
        d={guillemets}
        strokeWidth="2.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle className="logo-lamp" cx="16" cy="16" r="2.6" />
    </svg>
  );
}

/** Mark and drawn word, named "Entrenous". */
export function Logo({ height = 32 }: { readonly height?: number }) {
  return (
    <svg
      className="logo"
      viewBox="0 0 214 48"
      height={height}
      width={(height * 214) / 48}
      fill="none"
      role="img"
      aria-label="Entrenous"
    >
      <g strokeLinecap="round" strokeLinejoin="round">
        <path
          className="logo-ink"
          strokeWidth="3.6"
          d="M10 15 4 24l6 9M18 15l-6 9 6 9M34 15l6 9-6 9M42 15l6 9-6 9"
        />
        <g className="logo-word" strokeWidth="3">
          <path d="M64 24.2h12.6a6.4 6.9 0 1 0-2 4.9" />
          <path d="M82.5 31V17.6M82.5 23a5.4 5.4 0 0 1 10.8 0v8" />
          <path d="M101.6 12.4V27a4 4 0 0 0 4 4h1.4M98 17.6h9" />
          <path d="M113.4 31V17.6M113.4 23.6a6 6 0 0 1 6-6h.8" />
          <path d="M125 24.2h12.6a6.4 6.9 0 1 0-2 4.9" />
          <path d="M143.5 31V17.6M143.5 23a5.4 5.4 0 0 1 10.8 0v8" />
          <ellipse cx="167" cy="24.2" rx="6.6" ry="6.9" />
          <path d="M179.6 17.6v8a5.4 5.4 0 0 0 10.8 0M190.4 17.6V31" />
          <path d="M206 19.4c-1-1.4-2.6-2.1-4.5-2.1-2.6 0-4.4 1.3-4.4 3.3 0 4.8 9.6 2.1 9.6 7 0 2.2-2 3.5-4.8 3.5-2.3 0-4.2-.9-5.3-2.5" />
        </g>
      </g>
      <circle className="logo-lamp" cx="26" cy="24" r="3.6" />
    </svg>
  );
}
