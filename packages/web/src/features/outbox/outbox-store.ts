import type { Decision } from './decision.ts';

/** `sending`: it may have reached the server. `failed`: the server refused it. */
export type DecisionStatus = 'waiting' | 'sending' | 'done' | 'failed';

/** A decision as it is kept until the server has it, and for a day afterwards. */
export type StoredDecision = {
  /** The order in which they were made. */
  readonly seq: number;
  /** A UUID, which is the request's Idempotency-Key. */
  readonly key: string;
  readonly userId: number;
  readonly decision: Decision;
  readonly madeAtMs: number;
  readonly status: DecisionStatus;
  /** Why it was refused. */
  readonly message: string | null;
  /** What the server calls that which was made; null: nothing was, or not yet. */
  readonly madeId: number | null;
};

export type NewDecision = Pick<StoredDecision, 'key' | 'userId' | 'decision' | 'madeAtMs'>;
export type DecisionChange = Partial<Pick<StoredDecision, 'status' | 'message' | 'madeId'>>;

/** Where decisions wait. Each call is one transaction. */
export interface OutboxStore {
  /** Whether what is in it outlives the page. */
  readonly isDurable: boolean;
  add(decision: NewDecision): Promise<StoredDecision>;
  /** A user's decisions, the oldest first. */
  list(userId: number): Promise<readonly StoredDecision[]>;
  /** How many wait, whosever they are. */
  countWaiting(): Promise<number>;
  /** The oldest that waits, or whose answer never came, noted as being sent; null: none. */
  claim(userId: number): Promise<StoredDecision | null>;
  change(seq: number, change: DecisionChange): Promise<void>;
  /** Removes one that has not been sent; false where it may have been. */
  withdraw(seq: number): Promise<boolean>;
  remove(seq: number): Promise<void>;
  /** Forgets what was done before this time. */
  forgetDone(beforeMs: number): Promise<void>;
}

const DATABASE = 'fritz-outbox';
const STORE = 'decisions';

const isUnsent = ({ status }: StoredDecision) => status === 'waiting' || status === 'sending';

const FRESH = { status: 'waiting', message: null, madeId: null } as const;

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE, { keyPath: 'seq', autoIncrement: true });
  };
  return resultOf(request);
}

/** Runs `work` in one transaction, and is over when that is on the disk. */
function inTransaction<T>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode, { durability: 'strict' });
    let result: { readonly value: T } | null = null;
    transaction.oncomplete = () =>
      result ? resolve(result.value) : reject(new Error('the transaction ended before its work'));
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
    work(transaction.objectStore(STORE)).then((value) => {
      result = { value };
    }, reject);
  });
}

// What is read is what was written here; nobody else writes this database.
async function readAll(store: IDBObjectStore): Promise<readonly StoredDecision[]> {
  return (await resultOf(store.getAll())) as StoredDecision[];
}

async function readOne(store: IDBObjectStore, seq: number): Promise<StoredDecision | null> {
  return ((await resultOf(store.get(seq))) as StoredDecision | undefined) ?? null;
}

class IndexedOutbox implements OutboxStore {
  readonly isDurable = true;
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  add(decision: NewDecision): Promise<StoredDecision> {
    return inTransaction(this.#database, 'readwrite', async (store) => {
      const fresh = { ...decision, ...FRESH };
      const seq = Number(await resultOf(store.add(fresh)));
      return { ...fresh, seq };
    });
  }

  list(userId: number): Promise<readonly StoredDecision[]> {
    return inTransaction(this.#database, 'readonly', async (store) =>
      (await readAll(store)).filter((one) => one.userId === userId),
    );
  }

  countWaiting(): Promise<number> {
    return inTransaction(
      this.#database,
      'readonly',
      async (store) => (await readAll(store)).filter(isCounted).length,
    );
  }

  claim(userId: number): Promise<StoredDecision | null> {
    return inTransaction(this.#database, 'readwrite', async (store) => {
      const next = (await readAll(store)).find((one) => one.userId === userId && isUnsent(one));
      if (next === undefined) return null;
      const claimed: StoredDecision = { ...next, status: 'sending' };
      await resultOf(store.put(claimed));
      return claimed;
    });
  }

  change(seq: number, change: DecisionChange): Promise<void> {
    return inTransaction(this.#database, 'readwrite', async (store) => {
      const one = await readOne(store, seq);
      if (one !== null) await resultOf(store.put({ ...one, ...change }));
    });
  }

  withdraw(seq: number): Promise<boolean> {
    return inTransaction(this.#database, 'readwrite', async (store) => {
      const one = await readOne(store, seq);
      if (one?.status !== 'waiting') return false;
      await resultOf(store.delete(seq));
      return true;
    });
  }

  remove(seq: number): Promise<void> {
    return inTransaction(this.#database, 'readwrite', async (store) => {
      await resultOf(store.delete(seq));
    });
  }

  forgetDone(beforeMs: number): Promise<void> {
    return inTransaction(this.#database, 'readwrite', async (store) => {
      for (const one of await readAll(store)) {
        if (one.status === 'done' && one.madeAtMs < beforeMs) await resultOf(store.delete(one.seq));
      }
    });
  }
}

/** Where the browser keeps nothing: decisions last as long as the page. */
export class MemoryOutbox implements OutboxStore {
  readonly isDurable = false;
  #entries: readonly StoredDecision[] = [];
  #nextSeq = 1;

  async add(decision: NewDecision): Promise<StoredDecision> {
    const entry = { ...decision, ...FRESH, seq: this.#nextSeq++ };
    this.#entries = [...this.#entries, entry];
    return entry;
  }

  async list(userId: number): Promise<readonly StoredDecision[]> {
    return this.#entries.filter((one) => one.userId === userId);
  }

  async countWaiting(): Promise<number> {
    return this.#entries.filter(isCounted).length;
  }

  async claim(userId: number): Promise<StoredDecision | null> {
    const next = this.#entries.find((one) => one.userId === userId && isUnsent(one));
    if (next === undefined) return null;
    await this.change(next.seq, { status: 'sending' });
    return { ...next, status: 'sending' };
  }

  async change(seq: number, change: DecisionChange): Promise<void> {
    this.#entries = this.#entries.map((one) => (one.seq === seq ? { ...one, ...change } : one));
  }

  async withdraw(seq: number): Promise<boolean> {
    if (this.#entries.find((one) => one.seq === seq)?.status !== 'waiting') return false;
    await this.remove(seq);
    return true;
  }

  async remove(seq: number): Promise<void> {
    this.#entries = this.#entries.filter((one) => one.seq !== seq);
  }

  async forgetDone(beforeMs: number): Promise<void> {
    this.#entries = this.#entries.filter(
      (one) => one.status !== 'done' || one.madeAtMs >= beforeMs,
    );
  }
}

/** To have looked at something is sent as well, but nobody counts it. */
function isCounted(one: StoredDecision): boolean {
  return isUnsent(one) && one.decision.kind !== 'see' && one.decision.kind !== 'unsee';
}

let opened: Promise<OutboxStore> | null = null;

/** The outbox of this browser; in memory where it keeps none (private windows of some). */
export function openOutbox(): Promise<OutboxStore> {
  opened ??= openDatabase().then(
    (database) => new IndexedOutbox(database),
    () => new MemoryOutbox(),
  );
  return opened;
}
