import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../apps/fritz/src/main.ts');

/** `fritz broker`, as a person starts it. */
export class FritzBroker {
  output = '';
  readonly #child: ChildProcess;

  /** @param dataFolder where the embedded database runs */
  constructor(dataFolder: string, options: Readonly<Record<string, string>>) {
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    this.#child = spawn(process.execPath, [MAIN, 'broker', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FRITZ_DATA: dataFolder },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** As Ctrl-C does; the exit code. */
  async stop(): Promise<number | NodeJS.Signals | null> {
    if (this.isRunning) {
      const ended = once(this.#child, 'close');
      this.#child.kill('SIGINT');
      await ended;
    }
    return this.#child.exitCode ?? this.#child.signalCode;
  }
}
