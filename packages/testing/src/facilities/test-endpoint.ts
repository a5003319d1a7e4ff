import { type FacilityReply, type FaultBox, faultBox } from './fault-box.ts';

/** Somebody's endpoint, as SkyPortal's generic interface tells it what to observe. */
export interface TestEndpoint extends FaultBox {
  /** What it was asked for: twice, where it was told twice. */
  readonly queue: { id: number; key: string | null; body: Record<string, unknown> }[];
  /** Whether it does once what comes twice under one Idempotency-Key. */
  knowsKeys: boolean;
  refuses: string | null;
}

/** Starts an endpoint on the loopback address. */
export async function testEndpoint(): Promise<TestEndpoint> {
  const queue: TestEndpoint['queue'] = [];
  let made = 0;
  const box = await faultBox(({ method, path, headers, body }): FacilityReply => {
    const id = Number(path.split('/').at(-1));
    if (method === 'DELETE') {
      const at = queue.findIndex((one) => one.id === id);
      if (at < 0) return { status: 404, text: '{}' };
      queue.splice(at, 1);
      return { status: 200, text: '{}' };
    }
    if (endpoint.refuses !== null) return { status: 400, text: endpoint.refuses };
    if (method === 'PUT') {
      const known = queue.find((one) => one.id === id);
      if (known === undefined) return { status: 404, text: 'unknown' };
      known.body = JSON.parse(body);
      return { status: 200, text: JSON.stringify({ data: { id } }) };
    }
    const key = typeof headers['idempotency-key'] === 'string' ? headers['idempotency-key'] : null;
    const before = endpoint.knowsKeys ? queue.find((one) => one.key === key) : undefined;
    if (before !== undefined) {
      return { status: 200, text: JSON.stringify({ data: { id: before.id } }) };
    }
    made += 1;
    queue.push({ id: made, key, body: JSON.parse(body) });
    return { status: 200, text: JSON.stringify({ data: { id: made } }) };
  });
  const endpoint: TestEndpoint = Object.assign(box, { queue, knowsKeys: false, refuses: null });
  return endpoint;
}
