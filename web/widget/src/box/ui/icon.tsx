import { ICON_PATHS, type IconName } from "./icon-paths.ts";

/** Stroke by size, so that small icons stay as dark as large ones. Source: look.md section 6. */
const STROKES = { 12: 2.25, 14: 2, 16: 1.75, 20: 1.75 } as const;

/** An icon beside words or in a named button; it has no name of its own. `flip`: mirrored from right to left. */
export function Icon(props: {
  readonly name: IconName;
  readonly size?: keyof typeof STROKES;
  readonly flip?: boolean;
}) {
  const size = props.size ?? 16;
  return (
    <svg
      class={props.flip ? "i flip" : "i"}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      stroke-width={STROKES[size]}
      aria-hidden="true"
    >
      <path d={ICON_PATHS[props.name]} />
    </svg>
  );
}
