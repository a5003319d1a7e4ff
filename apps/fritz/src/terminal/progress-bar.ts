import { formatCount, formatSeconds } from './format.ts';

/** How far a long piece of work has come. */
export interface Progress {
  /** Share of the work that is done, from 0 to 1. */
  readonly share: number;
  /** Things done so far, as counted for the rate. */
  readonly count: number;
}

export interface ProgressBarOptions {
  /** Plural noun of what is counted. */
  readonly noun: string;
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
  readonly nowMs?: () => number;
}

const barWidth = 28;
const redrawMs = 100;
const plainLineMs = 5000;

/** A bar with rate and ETA on a terminal; a plain line every five seconds otherwise. */
export class ProgressBar {
  readonly #options: ProgressBarOptions;
  readonly #nowMs: () => number;
  readonly #startMs: number;
  #drawnMs: number;
  #last: Progress | null = null;

  constructor(options: ProgressBarOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? (() => performance.now());
    this.#startMs = this.#nowMs();
    this.#drawnMs = options.isTerminal ? Number.NEGATIVE_INFINITY : this.#startMs;
  }

  update(progress: Progress): void {
    this.#last = progress;
    const now = this.#nowMs();
    if (now - this.#drawnMs < (this.#options.isTerminal ? redrawMs : plainLineMs)) return;
    this.#drawnMs = now;
    this.#draw(progress);
  }

  /** Puts a line above the bar. */
  interrupt(line: string): void {
    const { isTerminal, write } = this.#options;
    write(isTerminal ? `\r\x1b[K${line}\n` : `${line}\n`);
    if (isTerminal && this.#last) this.#draw(this.#last);
  }

  /** Takes the bar away. */
  finish(): void {
    if (this.#options.isTerminal && this.#last) this.#options.write('\r\x1b[K');
  }

  #draw(progress: Progress): void {
    const { isTerminal, write } = this.#options;
    const text = describeProgress(progress, this.#nowMs() - this.#startMs, this.#options.noun);
    const filled = Math.round(Math.min(1, progress.share) * barWidth);
    if (!isTerminal) write(`${text}\n`);
    else write(`\r\x1b[K[${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}] ${text}`);
  }
}

/** ` 42 %  12,345 packets, 812/s, 1 min 05 s to go`. */
export function describeProgress(progress: Progress, elapsedMs: number, noun: string): string {
  const share = Math.min(1, Math.max(0, progress.share));
  const seconds = elapsedMs / 1000;
  const rate = seconds > 0 ? progress.count / seconds : 0;
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  const parts = [`${percent}  ${formatCount(progress.count)} ${noun}`];
  if (rate > 0) parts.push(`${rate < 10 ? rate.toFixed(1) : formatCount(rate)}/s`);
  if (share > 0.005 && share < 1)
    parts.push(`${formatSeconds((seconds * (1 - share)) / share)} to go`);
  return parts.join(', ');
}
