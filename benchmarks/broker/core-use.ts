import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** What a thread does; `others` read packets or only start. */
const KINDS = ['main', 'models', 'garbage', 'postgres', 'others'] as const;
type Kind = (typeof KINDS)[number];

/** What the system calls the threads of Node. */
const NODE_THREADS: ReadonlyMap<string, Kind> = new Map([
  ['MainThread', 'main'],
  ['models', 'models'],
  ['V8Worker', 'garbage'],
]);

const SAMPLE_MS = 100;
/** A sample in which less of all cores was used is one with slack. */
const FULL_SHARE = 0.85;
/** New connections have processes of their own, which are looked for so often. */
const LOOK_EVERY = 10;
const SLOTS = 20;

interface Thread {
  readonly kind: Kind;
  readonly runMs: number;
  readonly waitMs: number;
}

interface Sample {
  readonly wallMs: number;
  readonly runMs: Readonly<Record<Kind, number>>;
  readonly waitMs: number;
}

/** How much of the machine's cores a run used. Shares are of all cores, over all of the run. */
export interface CoreUse {
  /** Used by the run, of what there was. */
  readonly used: number;
  /** Of the time, with threads that could have run and had no core, by how many of these. */
  readonly waited: number;
  /** Which part of the tenths of a second used less than 85 %. */
  readonly slack: number;
  readonly byKind: Readonly<Record<Kind, number>>;
  /** Cores used in each twentieth of the run, by kind in the order of `byKind`. */
  readonly timeline: readonly (readonly number[])[];
}

/**
 * Looks, ten times a second, what the threads of a broker and the processes of its database have run
 * and waited for a core; from Linux's scheduler.
 */
export class CoreWatch {
  private readonly broker: number;
  private readonly postmaster: number;
  private readonly timer: NodeJS.Timeout;
  private readonly samples: Sample[] = [];
  private backends: readonly number[] = [];
  private before = new Map<string, Thread>();
  private lookedAt = performance.now();
  private looks = 0;

  /** @param broker, postmaster ids of processes */
  constructor(broker: number, postmaster: number) {
    this.broker = broker;
    this.postmaster = postmaster;
    this.look(true);
    this.timer = setInterval(() => this.look(false), SAMPLE_MS);
  }

  /** Null where the system does not tell. */
  stop(): CoreUse | null {
    clearInterval(this.timer);
    const wallMs = sum(this.samples.map((sample) => sample.wallMs));
    if (wallMs === 0) return null;
    const all = wallMs * cpus().length;
    const ofKind = (samples: readonly Sample[], kind: Kind) =>
      sum(samples.map(({ runMs }) => runMs[kind]));
    const byKind = recordOf((kind) => round(ofKind(this.samples, kind) / all));
    const slack = this.samples.filter((sample) => {
      const used = sum(Object.values(sample.runMs));
      return used < FULL_SHARE * sample.wallMs * cpus().length;
    });
    const perSlot = Math.max(1, Math.ceil(this.samples.length / SLOTS));
    const timeline: number[][] = [];
    for (let at = 0; at < this.samples.length; at += perSlot) {
      const slot = this.samples.slice(at, at + perSlot);
      const slotMs = sum(slot.map((sample) => sample.wallMs));
      timeline.push(KINDS.map((kind) => round(ofKind(slot, kind) / slotMs)));
    }
    return {
      used: round(sum(KINDS.map((kind) => ofKind(this.samples, kind))) / all),
      waited: round(sum(this.samples.map(({ waitMs }) => waitMs)) / all),
      slack: round(slack.length / this.samples.length),
      byKind,
      timeline,
    };
  }

  private look(isFirst: boolean): void {
    if (this.looks % LOOK_EVERY === 0) this.backends = childrenOf(this.postmaster);
    this.looks += 1;
    const now = new Map<string, Thread>();
    readThreads(this.broker, null, now);
    for (const pid of this.backends) readThreads(pid, 'postgres', now);
    const time = performance.now();
    const runMs = recordOf(() => 0);
    let waitMs = 0;
    for (const [id, thread] of now) {
      // A process of the database that is new was counted late: what it did is its own.
      const before = this.before.get(id) ?? { runMs: 0, waitMs: 0 };
      runMs[thread.kind] += thread.runMs - before.runMs;
      waitMs += thread.waitMs - before.waitMs;
    }
    if (!isFirst && now.size > 0) {
      this.samples.push({ wallMs: time - this.lookedAt, runMs, waitMs });
    }
    this.before = now;
    this.lookedAt = time;
  }
}

function recordOf(value: (kind: Kind) => number): Record<Kind, number> {
  return {
    main: value('main'),
    models: value('models'),
    garbage: value('garbage'),
    postgres: value('postgres'),
    others: value('others'),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number): number {
  return Number(value.toFixed(3));
}

function readThreads(pid: number, kind: Kind | null, into: Map<string, Thread>): void {
  for (const id of listed(`/proc/${pid}/task`)) {
    const folder = `/proc/${pid}/task/${id}`;
    const times = textOf(`${folder}/schedstat`);
    if (times === null) continue;
    const [run = 0, wait = 0] = times.split(' ').map(Number);
    const name = textOf(`${folder}/comm`)?.trim() ?? '';
    const does = kind ?? NODE_THREADS.get(name) ?? 'others';
    into.set(id, { kind: does, runMs: run / 1e6, waitMs: wait / 1e6 });
  }
}

function childrenOf(parent: number): number[] {
  return listed('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const stat = textOf(`/proc/${pid}/stat`) ?? '';
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
    })
    .map(Number);
}

/** Nothing where it is not, or no more. */
function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
