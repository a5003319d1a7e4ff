import { type FacilityCall, type FacilityReply, type FaultBox, faultBox } from './fault-box.ts';

/** A request in SEDM's queue, in its words. */
export interface SedmRequest {
  requestid: number;
  status: 'new' | 'edit' | 'delete';
  sourcename: string;
  priority: number;
  Filters: string;
  Followup: string;
  ra: number;
  dec: number;
  [field: string]: unknown;
}

/** SEDM's queue as it is: takes a file of JSON, and answers in words. */
export interface TestSedm extends FaultBox {
  /** What is in the queue, in the order that it came: twice, where it was told twice. */
  readonly queue: SedmRequest[];
  /** Why it refuses whatever is new; null: it takes it. */
  refuses: string | null;
}

/** Starts SEDM on the loopback address. */
export async function testSedm(): Promise<TestSedm> {
  const queue: SedmRequest[] = [];
  const box = await faultBox((call) => take(call));
  const sedm: TestSedm = Object.assign(box, { queue, refuses: null });
  function take(call: FacilityCall): FacilityReply {
    const told = readFile(call);
    if (told === null) return { status: 400, text: 'no jsonfile', type: 'text/plain' };
    if (told.status === 'new') {
      if (sedm.refuses !== null) return said(`Rejected: ${sedm.refuses}`);
      queue.push(told);
      return said(`{"${told.requestid}": "accepted"}`);
    }
    const at = queue.findIndex((one) => one.requestid === told.requestid);
    if (at < 0) return said(`Rejected: no request ${told.requestid}`);
    if (told.status === 'delete') queue.splice(at, 1);
    else queue[at] = told;
    return said(`{"${told.requestid}": "accepted"}`);
  }
  return sedm;
}

const said = (text: string): FacilityReply => ({ status: 200, text, type: 'text/plain' });

function readFile({ headers, body }: FacilityCall): SedmRequest | null {
  const boundary = /boundary=(\S+)/.exec(headers['content-type'] ?? '')?.[1];
  const part = body.split(`--${boundary}`).find((one) => one.includes('name="jsonfile"'));
  const text = part?.split('\r\n\r\n')[1];
  return text === undefined ? null : JSON.parse(text);
}
