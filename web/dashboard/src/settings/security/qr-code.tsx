/** Light margin around the code, in modules, so that cameras find its edge on a dark page. */
const MARGIN = 2;

interface QrCodeProps {
  /** Rows of `0` and `1`, dark is `1`. */
  readonly rows: readonly string[];
  readonly label: string;
}

/** A QR code as one path. Always dark on white: many readers do not know the inverse. */
export function QrCode({ rows, label }: QrCodeProps) {
  const size = rows.length + 2 * MARGIN;
  const path = rows
    .flatMap((row, y) =>
      [...row].map((module, x) => (module === "1" ? `M${x + MARGIN} ${y + MARGIN}h1v1h-1z` : "")),
    )
    .join("");
  return (
    <svg
      className="qr-code"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
