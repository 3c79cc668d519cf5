/** Tab goes round inside the open question, else inside the box, while the page behind cannot be used. */
export function keepFocus(event: KeyboardEvent, box: HTMLElement | null): void {
  const place = box?.querySelector<HTMLElement>(".ask") ?? box;
  if (!place) return;
  const stops = Array.from(
    place.querySelectorAll<HTMLElement>("button, a[href], input, select, textarea, [tabindex='0']"),
  ).filter((stop) => stop.tabIndex >= 0 && stop.getClientRects().length > 0 && !isPassedOver(stop, place));
  const active = (place.getRootNode() as ShadowRoot).activeElement;
  const first = stops[0];
  const last = stops[stops.length - 1];
  if (event.shiftKey && (active === first || active === box)) {
    event.preventDefault();
    last?.focus();
  } else if (!event.shiftKey && active === last) {
    event.preventDefault();
    first?.focus();
  }
}

/** Of radio buttons the browser stops only at the chosen one. */
function isPassedOver(stop: HTMLElement, place: HTMLElement): boolean {
  return stop.matches("[type=radio]:not(:checked)") && place.querySelector("[type=radio]:checked") !== null;
}
