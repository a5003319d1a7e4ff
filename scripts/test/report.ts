import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

/** The part of the test runner's events that the report reads. */
export interface TestEvent {
  readonly type: string;
  readonly data?: unknown;
}

interface Fields {
  readonly name?: unknown;
  readonly file?: unknown;
  readonly nesting?: unknown;
  readonly message?: unknown;
  readonly skip?: unknown;
  readonly todo?: unknown;
  readonly duration_ms?: unknown;
  readonly success?: unknown;
  readonly counts?: { readonly tests?: number; readonly failed?: number };
  readonly details?: {
    readonly error?: unknown;
    readonly type?: unknown;
    readonly duration_ms?: unknown;
  };
}

/** One line for each file; failures in full; skipped tests loudly; the runner's closing lines last. */
export class TestReport {
  readonly #root: string;
  readonly #write: (line: string) => void;
  readonly #failures: string[] = [];
  /** Names of skipped tests by reason. */
  readonly #skipped = new Map<string, string[]>();
  readonly #closing: string[] = [];
  /** Files that only import others, relative. */
  readonly #batches = new Set<string>();
  /** How many tests ended, by the file they stand in. */
  readonly #ended = new Map<string, number>();
  /** Names of the tests around the present one, by file. */
  readonly #paths = new Map<string, string[]>();
  #checks = { passed: 0, failed: 0 };
  #hasFailed = false;

  constructor(root: string, write: (line: string) => void) {
    this.#root = root;
    this.#write = write;
  }

  addCheck(name: string, isGood: boolean, elapsedMs: number, output: string): void {
    this.#write(`${isGood ? '✔' : '✖'} ${name} (${seconds(elapsedMs)})`);
    if (isGood) {
      this.#checks.passed += 1;
      return;
    }
    this.#checks.failed += 1;
    this.#hasFailed = true;
    this.#failures.push(`✖ ${name}\n${output.trimEnd()}`);
  }

  /** Tells of a process; where it runs several files, each of them gets a line of its own. */
  addBatch({ path, files }: { readonly path: string; readonly files: readonly string[] }): void {
    if (files.length > 1) this.#batches.add(this.#relative(path));
  }

  addEvent({ type, data }: TestEvent): void {
    const fields: Fields = typeof data === 'object' && data !== null ? data : {};
    if (type === 'test:start') this.#start(fields);
    else if (type === 'test:pass') this.#pass(fields);
    else if (type === 'test:fail') this.#fail(fields);
    else if (type === 'test:summary') this.#summarize(fields);
    else if (type === 'test:diagnostic') this.#diagnose(fields);
    else if (type === 'test:stderr') process.stderr.write(String(fields.message ?? ''));
  }

  /** Writes what belongs at the end; true when everything passed. */
  finish(): boolean {
    if (this.#failures.length > 0) {
      this.#write(`\n✖ ${this.#failures.length} FAILED\n`);
      for (const failure of this.#failures) this.#write(`${failure}\n`);
    }
    const skipped = [...this.#skipped.values()].flat().length;
    if (skipped > 0) {
      this.#write(`\n⚠ ${skipped} SKIPPED:`);
      for (const [reason, names] of this.#skipped) {
        this.#write(`  ${reason}`);
        for (const name of names) this.#write(`    ﹣ ${name}`);
      }
    }
    this.#write('');
    for (const line of this.#closing) this.#write(`ℹ ${this.#withChecks(line)}`);
    return !this.#hasFailed && this.#closing.length > 0;
  }

  #start({ file, name, nesting }: Fields): void {
    const path = this.#paths.get(String(file)) ?? [];
    path[Number(nesting)] = String(name);
    path.length = Number(nesting) + 1;
    this.#paths.set(String(file), path);
  }

  #pass(fields: Fields): void {
    this.#end(fields, true);
    if (fields.skip === undefined || fields.skip === false) return;
    const reason = typeof fields.skip === 'string' && fields.skip ? fields.skip : 'no reason given';
    const names = this.#skipped.get(reason) ?? [];
    names.push(this.#nameOf(fields));
    this.#skipped.set(reason, names);
  }

  #fail(fields: Fields): void {
    if (fields.todo !== undefined && fields.todo !== false) return;
    this.#end(fields, false);
    this.#hasFailed = true;
    const { error } = fields.details ?? {};
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    // A suite fails with its tests, which tell more.
    if (/^\d+ subtests? failed$/.test(messageOf(cause))) return;
    // At once in short, for whoever watches; in full at the end.
    this.#write(`✖ ${this.#nameOf(fields)}: ${messageOf(cause).split('\n')[0]}`);
    const text = describeError(cause).replaceAll('\n', '\n    ');
    this.#failures.push(`✖ ${this.#nameOf(fields)}\n    ${text}`);
  }

  /** A file that shares its process ends with the suite that has its name. */
  #end({ file, name, nesting, details }: Fields, isGood: boolean): void {
    const path = this.#relative(file);
    if (details?.type !== 'suite') this.#ended.set(path, (this.#ended.get(path) ?? 0) + 1);
    if (nesting !== 0 || !this.#batches.has(path)) return;
    this.#writeFile(String(name), isGood, this.#ended.get(String(name)), details?.duration_ms);
  }

  #writeFile(path: string, isGood: boolean, tests: number | undefined, elapsedMs: unknown): void {
    const mark = isGood ? '✔' : '✖';
    this.#write(`${mark} ${path} (${tests ?? 0} tests, ${seconds(Number(elapsedMs))})`);
  }

  #summarize({ file, success, counts, duration_ms }: Fields): void {
    if (success === false) this.#hasFailed = true;
    if (file === undefined) return;
    const path = this.#relative(file);
    if (this.#batches.has(path)) return;
    this.#writeFile(path, success !== false, counts?.tests, duration_ms);
  }

  /** The runner ends with lines such as `tests 123`. */
  #diagnose({ message, nesting }: Fields): void {
    const text = String(message);
    if (
      nesting === 0 &&
      /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/.test(text)
    ) {
      this.#closing.push(text);
    }
  }

  /** The checks count as tests, so that the closing lines tell the whole truth. */
  #withChecks(line: string): string {
    const { passed, failed } = this.#checks;
    const more = { tests: passed + failed, pass: passed, fail: failed };
    const [word, count] = line.split(' ');
    const extra = Object.entries(more).find(([name]) => name === word)?.[1] ?? 0;
    return extra === 0 ? line : `${word} ${Number(count) + extra}`;
  }

  #nameOf({ file, name, nesting }: Fields): string {
    const around = (this.#paths.get(String(file)) ?? []).slice(0, Number(nesting ?? 0));
    // The suite of a file that shares its process is not among them.
    return [this.#relative(file), ...around.filter(() => true), String(name)].join(' › ');
  }

  #relative(file: unknown): string {
    const text = String(file ?? '');
    const path = text.startsWith('file:') ? fileURLToPath(text) : text;
    return relative(this.#root, path);
  }
}

/** The stack with those of its causes; an assertion's message holds its difference already. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error, { depth: 4 });
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by: ${describeError(error.cause)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
