import { type BaseOptions, Consumer, type GroupAssignment } from '@platformatic/kafka';

const HEARTBEAT_MS = 1000;

export interface GroupMemberEvents {
  /** The group gave this member its partitions: all of them, each time. */
  readonly onAssigned: (partitions: readonly { topic: string; partition: number }[]) => void;
  /** A heartbeat was answered: the assignment still holds. */
  readonly onConfirmed: () => void;
  /** The coordinator cannot be reached or the group was lost; `subscribe` joins again. */
  readonly onTrouble: (error: Error) => void;
}

/** A member of a Kafka consumer group: the group decides who reads which partition. */
export class GroupMember {
  readonly #client: Consumer;
  #topics: readonly string[] = [];
  #isJoined = false;
  #isRejoining = false;

  constructor(
    options: BaseOptions,
    group: string,
    sessionTimeoutMs: number,
    events: GroupMemberEvents,
  ) {
    this.#client = new Consumer({
      ...options,
      groupId: group,
      autocommit: false,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: Math.max(60_000, sessionTimeoutMs),
      heartbeatInterval: Math.min(HEARTBEAT_MS, sessionTimeoutMs / 3),
      retries: 3,
    });
    this.#client.on('consumer:group:rebalance', () => {
      this.#isRejoining = true;
    });
    this.#client.on('consumer:group:join', ({ assignments }) => {
      this.#isJoined = true;
      this.#isRejoining = false;
      events.onAssigned(flatten(assignments ?? []));
    });
    this.#client.on('consumer:heartbeat:end', () => events.onConfirmed());
    this.#client.on('consumer:heartbeat:error', ({ error }) => events.onTrouble(error));
    this.#client.on('error', (error: Error) => {
      this.#isJoined = false;
      this.#isRejoining = false;
      events.onTrouble(error);
    });
  }

  /** Joins the group for these topics, or again when they are others than before. */
  async subscribe(topics: readonly string[]): Promise<void> {
    const isSame = topics.length === this.#topics.length;
    const isKnown = isSame && topics.every((topic) => this.#topics.includes(topic));
    if (isKnown && (this.#isJoined || topics.length === 0)) return;
    // A join under way carries the old topics, and a second one would be folded into it.
    if (this.#isRejoining) return;
    const tracked = this.#client.topics;
    for (const topic of [...tracked.keys()]) if (!topics.includes(topic)) tracked.untrack(topic);
    for (const topic of topics) if (!tracked.has(topic)) tracked.track(topic);
    await this.#client.joinGroup({});
    this.#topics = [...topics];
  }

  /** Leaves the group, so that the others take over at once. */
  async close(): Promise<void> {
    await this.#client.close(true);
  }
}

function flatten(assignments: readonly GroupAssignment[]): { topic: string; partition: number }[] {
  return assignments.flatMap(({ topic, partitions }) =>
    partitions.map((partition) => ({ topic, partition })),
  );
}
