/** The box on a phone: it fills the screen and stays above the keyboard. */

/** Narrower than this it fills the screen. Source: look.md section 3. */
const FULL_SCREEN = "(max-width: 479px)";

/** Follows the width of the screen and the keyboard; returns the end of it. */
export function watchFullScreen(place: HTMLElement, onChange: (isFullScreen: boolean) => void): () => void {
  const query = matchMedia(FULL_SCREEN);
  const viewport = window.visualViewport;
  const changed = () => {
    place.classList.toggle("full", query.matches);
    onChange(query.matches);
    fit();
  };
  // An open keyboard makes the visual viewport smaller and may move it; the layout does not follow by itself.
  const fit = () => {
    if (!query.matches || !viewport) return;
    place.style.setProperty("--seen-height", `${viewport.height}px`);
    place.style.setProperty("--seen-top", `${viewport.offsetTop}px`);
  };
  changed();
  query.addEventListener("change", changed);
  viewport?.addEventListener("resize", fit);
  viewport?.addEventListener("scroll", fit);
  return () => {
    query.removeEventListener("change", changed);
    viewport?.removeEventListener("resize", fit);
    viewport?.removeEventListener("scroll", fit);
  };
}
