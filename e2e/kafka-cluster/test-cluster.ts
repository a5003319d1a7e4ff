import { readFile } from 'node:fs/promises';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Admin, FindCoordinatorKeyTypes } from '@platformatic/kafka';

/** What `scripts/kafka.mjs` writes of a cluster. */
interface ClusterState {
  readonly nodes: readonly {
    readonly id: number;
    readonly brokers: string;
    readonly pid: number;
  }[];
}

/** What to say when `testCluster()` gives null. */
export const NO_TEST_CLUSTER = 'no cluster of Kafka brokers: run `npm run test:kafka-cluster`';

/** Several real Kafka brokers, one of which may be killed. */
export class TestCluster {
  readonly #nodes: Map<number, { readonly address: string; readonly pid: number }>;

  constructor({ nodes }: ClusterState) {
    this.#nodes = new Map(nodes.map(({ id, brokers, pid }) => [id, { address: brokers, pid }]));
  }

  /** Addresses of all nodes, this one's first, dead or alive. */
  brokers(first: number | null = null): string[] {
    const others = [...this.#nodes].filter(([id]) => id !== first);
    const own = first === null ? undefined : this.#nodes.get(first)?.address;
    return [...(own === undefined ? [] : [own]), ...others.map(([, { address }]) => address)];
  }

  admin(t: TestContext): Admin {
    const admin = new Admin({ clientId: 'cluster-test', bootstrapBrokers: this.brokers() });
    t.after(() => admin.close());
    return admin;
  }

  /** At once, as a machine that loses its power. */
  kill(id: number): void {
    const node = this.#nodes.get(id);
    if (node === undefined) throw new Error(`there is no node ${id}`);
    process.kill(node.pid, 'SIGKILL');
  }
}

/** The cluster that `FRITZ_TEST_KAFKA_CLUSTER` describes; null where it names none. */
export async function testCluster(): Promise<TestCluster | null> {
  const path = process.env['FRITZ_TEST_KAFKA_CLUSTER'];
  if (path === undefined || path === '') return null;
  return new TestCluster(JSON.parse(await readFile(path, 'utf8')) as ClusterState);
}

/** The nodes that lead the partitions, and how many copies each partition has. */
export async function layoutOf(
  admin: Admin,
  topic: string,
): Promise<{ leaders: number[]; copies: number[] }> {
  const metadata = await admin.metadata({ topics: [topic], forceUpdate: true });
  const partitions = metadata.topics.get(topic)?.partitions ?? [];
  return {
    leaders: partitions.map(({ leader }) => leader),
    copies: partitions.map(({ replicas }) => replicas.length),
  };
}

/** The node that keeps the members of a consumer group. */
export async function coordinatorOf(admin: Admin, group: string): Promise<number> {
  const keyType = FindCoordinatorKeyTypes.GROUP;
  const [found] = await admin.findCoordinator({ keyType, keys: [group] });
  if (found === undefined) throw new Error(`group ${group} has no coordinator`);
  return found.nodeId;
}

/** Waits until every partition is led by another node. */
export async function awaitLeadersWithout(
  admin: Admin,
  topic: string,
  dead: number,
): Promise<void> {
  for (;;) {
    const { leaders } = await layoutOf(admin, topic).catch(() => ({ leaders: [dead] }));
    if (leaders.every((leader) => leader !== dead && leader >= 0)) return;
    await delay(100);
  }
}
