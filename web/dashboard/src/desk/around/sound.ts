/** The sound of a new message: two soft tones, made here so that no file is fetched. */

let audio: AudioContext | undefined;
let lastAt = Number.NEGATIVE_INFINITY;

/** Several messages at once are one sound. */
const AT_MOST_EVERY_S = 1.5;

/** Plays once; silent where the browser has not been touched yet or has no sound. */
export function playSound(): void {
  try {
    audio ??= new AudioContext();
    if (audio.state === "suspended") void audio.resume();
    const now = audio.currentTime;
    if (now - lastAt < AT_MOST_EVERY_S) return;
    lastAt = now;
    tone(audio, 659.3, now, 0.16);
    tone(audio, 880, now + 0.11, 0.26);
  } catch {
    // No sound device: the badge and the title say the same.
  }
}

/** A sine of `hertz` that begins at `at` and fades within `seconds`. */
function tone(context: AudioContext, hertz: number, at: number, seconds: number): void {
  const source = context.createOscillator();
  const gain = context.createGain();
  source.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.12, at + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0008, at + seconds);
  source.connect(gain).connect(context.destination);
  source.start(at);
  source.stop(at + seconds + 0.02);
}
