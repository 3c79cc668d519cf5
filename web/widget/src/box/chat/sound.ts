/** The sound of an arriving message: two soft tones made in the browser, so that there is no file to fetch. */

/** Hertz and start in seconds. */
const TONES = [
  [659.25, 0],
  [880, 0.11],
] as const;
const LENGTH_S = 0.32;
const VOLUME = 0.07;

/** Plays the sound. Browsers allow it only after a press on the page; before that nothing happens. */
export class Chime {
  #context: AudioContext | undefined;

  /** Called in a press of the visitor, the moment at which browsers allow sound. */
  unlock(): void {
    // Before the first press the browser would refuse, and say so in the page's console.
    if (navigator.userActivation?.hasBeenActive === false) return;
    try {
      this.#context ??= new AudioContext();
      if (this.#context.state === "suspended") void this.#context.resume().catch(() => {});
    } catch {
      // No audio on this device: the unread count says the same.
    }
  }

  play(): void {
    const context = this.#context;
    if (context?.state !== "running") return;
    for (const [frequency, delay] of TONES) {
      const start = context.currentTime + delay;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(VOLUME, start + 0.015);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH_S);
      tone.connect(volume).connect(context.destination);
      tone.start(start);
      tone.stop(start + LENGTH_S);
    }
  }

  close(): void {
    void this.#context?.close().catch(() => {});
    this.#context = undefined;
  }
}
