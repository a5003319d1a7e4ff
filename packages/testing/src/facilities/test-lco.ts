import { type FacilityReply, type FaultBox, faultBox } from './fault-box.ts';

/** A request group as the portal has it. */
export interface LcoGroup {
  id: number;
  name: string;
  state: string;
  requests: { id?: number; configurations: { instrument_type: string; type: string }[] }[];
  [field: string]: unknown;
}

/** A frame of the science archive. */
export interface LcoFrame {
  REQNUM: number;
  RLEVEL: number;
  filename: string;
  url: string;
  DATE_OBS: string;
  FILTER: string;
}

/** LCO's observation portal: validates, takes, lists by name, cancels; and its science archive. */
export interface TestLco extends FaultBox {
  readonly groups: LcoGroup[];
  readonly frames: LcoFrame[];
  /** What validation says; null: it is well. */
  errors: Record<string, unknown> | null;
}

const token = 'Token lco-token';
const json = (status: number, value: unknown): FacilityReply => ({
  status,
  text: JSON.stringify(value),
});

/** Starts the portal on the loopback address; its token is `lco-token`. */
export async function testLco(): Promise<TestLco> {
  const groups: LcoGroup[] = [];
  const frames: LcoFrame[] = [];
  const box = await faultBox(({ method, path, query, headers, body }): FacilityReply => {
    if (headers.authorization !== token) return json(401, { detail: 'Invalid token.' });
    if (path === '/frames/') {
      const results = frames.filter(
        ({ REQNUM, RLEVEL }) =>
          String(REQNUM) === query.get('REQNUM') && String(RLEVEL) === query.get('RLEVEL'),
      );
      return json(200, { count: results.length, next: null, results });
    }
    const [, , , id, action] = path.split('/');
    if (method === 'GET' && !id) {
      const name = query.get('name') ?? '';
      const results = groups.filter((group) => group.name.includes(name));
      return json(200, { count: results.length, results });
    }
    if (id === 'validate') return json(200, { request_durations: {}, errors: lco.errors ?? {} });
    if (method === 'POST' && !id) {
      const made: LcoGroup = { ...JSON.parse(body), id: 1000 + groups.length, state: 'PENDING' };
      made.requests.forEach((one, at) => {
        one.id = 10 * made.id + at;
      });
      groups.push(made);
      return json(201, made);
    }
    const group = groups.find((one) => String(one.id) === id);
    if (group === undefined) return json(404, { detail: 'Not found.' });
    if (action === 'cancel') {
      if (group.state !== 'PENDING') return json(400, { errors: [`it is ${group.state}`] });
      group.state = 'CANCELED';
    }
    return json(200, group);
  });
  const lco: TestLco = Object.assign(box, { groups, frames, errors: null });
  return lco;
}
