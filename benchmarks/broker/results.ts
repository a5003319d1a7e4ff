import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import type { Run } from './run-broker.ts';

/** What was measured so far; told part by part, so that a run that is ended early has told most. */
export class Results {
  private readonly values: Record<string, unknown> = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
  };
  private readonly path: string;
  private readonly isJson: boolean;
  private isPrinted = false;

  /** @param path of a file that has what was measured so far, as JSON */
  constructor(path: string, isJson: boolean) {
    this.path = path;
    this.isJson = isJson;
  }

  add(values: Readonly<Record<string, unknown>>): void {
    Object.assign(this.values, values);
    this.write(false);
    // Those who asked for JSON are given one object, at the end.
    const out = this.isJson ? process.stderr : process.stdout;
    for (const [key, value] of Object.entries(values)) out.write(lineOf(key, value));
  }

  /** To be called once, at the end or when the run is ended early. */
  finish(isComplete: boolean): void {
    if (this.isPrinted) return;
    this.isPrinted = true;
    this.write(isComplete);
    if (this.isJson) process.stdout.write(`${this.text(isComplete)}\n`);
    else process.stdout.write(lineOf('is_complete', isComplete));
  }

  private write(isComplete: boolean): void {
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(this.path, `${this.text(isComplete)}\n`);
  }

  private text(isComplete: boolean): string {
    return JSON.stringify({ ...this.values, is_complete: isComplete });
  }
}

function lineOf(key: string, value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return `${key.padEnd(26)}${text}\n`;
}

export function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}

/** Where each millisecond of an alert goes: wall time of stages, which overlap, and CPU time. */
export function perAlert(run: Run): Record<string, number> {
  const threads = Object.entries(run.threadMs).map(([name, ms]) => [`cpu_node_${name}`, ms]);
  const all: Record<string, number> = {
    ...run.stageMs,
    ...{ cpu_node: run.cpuMs, cpu_postgres: run.postgresMs },
    ...Object.fromEntries(threads),
  };
  return Object.fromEntries(
    Object.entries(all).map(([name, ms]) => [name, round(ms / run.alerts, 3)]),
  );
}

/** Of the megabytes that were resident after each batch: the most in the first quarter, and at all. */
export function memoryOf(run: Run): { readonly firstQuarter: number; readonly most: number } {
  const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), 0);
  return {
    firstQuarter: round(most(run.rssMb.slice(0, Math.max(1, run.rssMb.length >> 2)))),
    most: round(most(run.rssMb)),
  };
}
