import {
  type Archive,
  candidatesSince,
  keyState,
  type NewsRow,
  notificationMark,
  rightsWords,
  sourceNewsSince,
  type ViewerTx,
} from '@fritz/archive';
import {
  closeCodes,
  naiveUtc,
  type RefreshCandidates,
  type RefreshNotifications,
  type RefreshRights,
  type RefreshSources,
  type Welcome,
} from '@fritz/contract';
import type { FastifyBaseLogger } from 'fastify';
import { Audience } from './audience.ts';
import { isOpen, type Socket, sendText } from './socket.ts';
import { sourcesMessage } from './source-news.ts';

/** A batch is committed within this time of its start; each look goes back so far. */
const overlapS = 300;
/** While the database cannot ring: a key that ended closes its sockets within two seconds. */
const deafCheckMs = 1_200;
/** Else the bell says when to look; now and then without it, should it be broken unnoticed. */
const quietChecks = 16;
/** Timers hold 31 bits: whoever ends later is looked at once in between. */
const longestTimerMs = 2 ** 31 - 1;
const looksAtOnce = 4;
const queryTimeoutMs = 10_000;

/**
 * Tells viewers of new candidates, of what changed of sources and that they were told something. A ring of the doorbell says that there may be some; what there is
 * each viewer's own query says, with his rights. Another bell rings when rights were changed:
 * sockets whose key is nobody's any more are closed then, and those whose viewer may do other things
 * than before are told so.
 */
export class CandidateNews {
  private readonly archive: Archive;
  private readonly log: FastifyBaseLogger;
  private readonly audiences = new Map<string, Audience>();
  private readonly keyTimer: NodeJS.Timeout;
  private isLooking = false;
  private rangMeanwhile = false;
  private isChecking = false;
  private rightsChangedMeanwhile = false;
  private isDeaf = true;
  private ticks = 0;

  constructor(archive: Archive, log: FastifyBaseLogger) {
    this.archive = archive;
    this.log = log;
    this.keyTimer = setInterval(() => this.tick(), deafCheckMs);
    this.keyTimer.unref();
  }

  /** Takes in a socket of a key that is somebody's; resolves when news reach it from then on. */
  async join(key: string, socket: Socket): Promise<void> {
    // A socket that closed before says so no more: it would be kept for ever.
    if (!isOpen(socket)) return;
    let audience = this.audiences.get(key);
    if (audience === undefined) {
      audience = new Audience(key);
      this.audiences.set(key, audience);
    }
    audience.sockets.add(socket);
    socket.on('close', () => this.leave(key, socket));
    if (audience.lastLook === null) await this.look(audience);
    const welcome: Welcome = {
      actionType: 'fritz/WELCOME',
      payload: { rights: audience.rightsMark(), unseen: audience.unseen },
    };
    sendText(socket, JSON.stringify(welcome));
  }

  /** Whose this key is; null: nobody's. */
  async ownerOf(key: string): Promise<number | null> {
    const state = await this.archive.asViewer(key, keyState, { readOnly: true });
    return state?.userId ?? null;
  }

  /** Takes in whether the database can ring. */
  setDeaf(isDeaf: boolean): void {
    this.isDeaf = isDeaf;
  }

  /** Looks whether every key still is somebody's; changes that come meanwhile become one more look. */
  checkKeys(): void {
    if (this.isChecking) {
      this.rightsChangedMeanwhile = true;
      return;
    }
    this.isChecking = true;
    void inTurns([...this.audiences.values()], (audience) => this.checkKey(audience)).finally(
      () => {
        this.isChecking = false;
        if (!this.rightsChangedMeanwhile) return;
        this.rightsChangedMeanwhile = false;
        this.checkKeys();
      },
    );
  }

  /** Looks for every viewer; rings that come meanwhile become one more look. */
  ring(): void {
    if (this.isLooking) {
      this.rangMeanwhile = true;
      return;
    }
    this.isLooking = true;
    void this.lookForAll().finally(() => {
      this.isLooking = false;
      if (!this.rangMeanwhile) return;
      this.rangMeanwhile = false;
      this.ring();
    });
  }

  /** Says a word to every socket. */
  broadcast(text: string): void {
    for (const { sockets } of this.audiences.values()) {
      for (const socket of sockets) sendText(socket, text);
    }
  }

  close(): void {
    clearInterval(this.keyTimer);
    for (const audience of this.audiences.values()) clearTimeout(audience.endTimer);
  }

  private tick(): void {
    this.ticks += 1;
    if (this.isDeaf || this.ticks % quietChecks === 0) this.checkKeys();
  }

  private leave(key: string, socket: Socket): void {
    const audience = this.audiences.get(key);
    audience?.sockets.delete(socket);
    if (audience?.sockets.size === 0) this.forget(audience);
  }

  private async lookForAll(): Promise<void> {
    await inTurns([...this.audiences.values()], (audience) => this.look(audience));
  }

  /** One viewer's query; a database that does not answer is asked again at the next ring. */
  private async look(audience: Audience): Promise<void> {
    try {
      const news = await this.archive.asViewer(
        audience.key,
        async (tx) => {
          const state = await keyState(tx);
          if (state === null) return null;
          this.watchEnd(audience, state.endsInMs);
          if (!audience.knowsRights) audience.takeRights(await rightsWords(tx));
          const passed = await candidatesSince(tx, audience.lastLook, overlapS);
          const changed = await sourceNewsSince(tx, audience.sourceCursor);
          return { passed, changed, told: await notificationMark(tx) };
        },
        { readOnly: true, statementTimeoutMs: queryTimeoutMs },
      );
      if (news === null) return this.dismiss(audience);
      const fresh = audience.takeNew(news.passed.now, news.passed.rows, overlapS);
      audience.sourceCursor = news.changed.cursor;
      if (fresh.length > 0) tell(audience, candidatesMessage(fresh));
      if (news.changed.rows.length > 0) tell(audience, sourcesMessage(news.changed.rows));
      if (audience.takeNotified(news.told)) {
        const { unseen } = news.told;
        tell(audience, { actionType: 'fritz/REFRESH_NOTIFICATIONS', payload: { unseen } });
      }
    } catch (error) {
      this.log.warn({ err: error }, 'looking for new candidates failed');
    }
  }

  private async checkKey(audience: Audience): Promise<void> {
    try {
      const work = async (tx: ViewerTx) => {
        const state = await keyState(tx);
        return state && { ...state, words: await rightsWords(tx) };
      };
      const state = await this.archive.asViewer(audience.key, work, { readOnly: true });
      if (state === null) return this.dismiss(audience);
      this.watchEnd(audience, state.endsInMs);
      const change = audience.takeRights(state.words);
      if (change !== null) tellRights(audience, change.lost);
    } catch {
      // Nothing is pushed without the database either; the next check finds it again.
    }
  }

  /** Looks again when the key ends by itself. */
  private watchEnd(audience: Audience, endsInMs: number | null): void {
    clearTimeout(audience.endTimer);
    if (endsInMs === null || this.audiences.get(audience.key) !== audience) return;
    const waitMs = Math.min(Math.max(endsInMs + 50, 50), longestTimerMs);
    audience.endTimer = setTimeout(() => void this.checkKey(audience), waitMs);
    audience.endTimer.unref();
  }

  private dismiss(audience: Audience): void {
    this.forget(audience);
    for (const socket of audience.sockets) socket.close(closeCodes.keyEnded, 'the key has ended');
  }

  private forget(audience: Audience): void {
    clearTimeout(audience.endTimer);
    if (this.audiences.get(audience.key) === audience) this.audiences.delete(audience.key);
  }
}

function tell(
  audience: Audience,
  message: RefreshCandidates | RefreshSources | RefreshNotifications,
): void {
  const text = JSON.stringify(message);
  for (const socket of audience.sockets) sendText(socket, text);
}

function candidatesMessage(rows: readonly NewsRow[]): RefreshCandidates {
  const newest = rows.reduce((last, row) => (row.passed_at > last.passed_at ? row : last));
  return {
    actionType: 'fritz/REFRESH_CANDIDATES',
    payload: {
      filter_ids: [...new Set(rows.map((row) => row.filter_id))].sort((a, b) => a - b),
      count: rows.length,
      passed_at: naiveUtc(newest.passed_at),
    },
  };
}

function tellRights(audience: Audience, lost: boolean): void {
  const message: RefreshRights = {
    actionType: 'fritz/REFRESH_RIGHTS',
    payload: { rights: audience.rightsMark(), lost },
  };
  const text = JSON.stringify(message);
  for (const socket of audience.sockets) sendText(socket, text);
}

/** Runs a task for each item, a few at a time. */
async function inTurns<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const work = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await task(item);
  };
  await Promise.all(Array.from({ length: looksAtOnce }, work));
}
