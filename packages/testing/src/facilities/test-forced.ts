import { type FacilityReply, type FaultBox, faultBox } from './fault-box.ts';

const json = (status: number, value: unknown): FacilityReply => ({
  status,
  text: JSON.stringify(value),
});
const page = (text: string): FacilityReply => ({ status: 200, text, type: 'text/html' });

/** A task of ATLAS's forced photometry server. */
export interface AtlasTask {
  id: number;
  comment: string | null;
  starttimestamp: string | null;
  finishtimestamp: string | null;
  result_url: string | null;
  error_msg: string | null;
}

/** ATLAS's server: a queue of tasks, each with a table in the end. */
export interface TestAtlas extends FaultBox {
  readonly tasks: AtlasTask[];
  /** Whether it asks for patience. */
  throttles: boolean;
  /** Ends all tasks with this table. */
  finish(table: string): void;
}

/** Starts ATLAS's server on the loopback address; its token is `atlas-token`. */
export async function testAtlas(): Promise<TestAtlas> {
  const tasks: AtlasTask[] = [];
  let result = '';
  const box = await faultBox(({ method, path, headers, body }): FacilityReply => {
    if (headers.authorization !== 'Token atlas-token')
      return json(401, { detail: 'Invalid token.' });
    if (path.endsWith('.txt')) return { status: 200, text: result, type: 'text/plain' };
    const id = Number(path.split('/')[2]);
    if (method === 'POST') {
      if (atlas.throttles) return json(429, { detail: 'Request was throttled.' });
      const task: AtlasTask = {
        id: 100 + tasks.length,
        comment: new URLSearchParams(body).get('comment'),
        starttimestamp: null,
        finishtimestamp: null,
        result_url: null,
        error_msg: null,
      };
      tasks.push(task);
      return json(201, { ...task, url: `${box.url}/queue/${task.id}/` });
    }
    if (!(id > 0)) return json(200, { count: tasks.length, results: tasks.toReversed() });
    const task = tasks.find((one) => one.id === id);
    return task === undefined ? json(404, { detail: 'Not found.' }) : json(200, task);
  });
  const atlas: TestAtlas = Object.assign(box, {
    tasks,
    throttles: false,
    finish(table: string) {
      result = table;
      for (const task of tasks) {
        task.starttimestamp = task.finishtimestamp = '2026-11-30T00:00:00Z';
        task.result_url = `${box.url}/results/job${task.id}.txt`;
      }
    },
  });
  return atlas;
}

/** A job of ZTF's forced photometry service. */
export interface ZtfForcedJob {
  ra: string;
  dec: string;
  jdstart: string;
  jdend: string;
  lightCurve: string | null;
}

/** ZTF's service at IPAC: pages of HTML, and light curves of text. */
export interface TestZtfForced extends FaultBox {
  readonly jobs: ZtfForcedJob[];
  finish(lightCurve: string): void;
}

/** What its users have for a password: written in an address it looks another way. */
export const ztfUserpass = 'ztf-secret "é!';

/** Starts the service on the loopback address: `ztf` logs in with `ztf-secret`, and asks with `ztfUserpass`. */
export async function testZtfForced(): Promise<TestZtfForced> {
  const jobs: ZtfForcedJob[] = [];
  let file = '';
  const login = `Basic ${Buffer.from('ztf:ztf-secret').toString('base64')}`;
  const box = await faultBox(({ path, query, headers }): FacilityReply => {
    if (headers.authorization !== login) return { status: 401, text: 'Unauthorized' };
    if (path.endsWith('.txt')) return { status: 200, text: file, type: 'text/plain' };
    if (query.get('userpass') !== ztfUserpass) return page('Error: invalid user or password');
    const value = (name: string) => query.get(name) ?? '';
    if (path.endsWith('requestForcedPhotometry.cgi')) {
      const [ra, dec, jdstart, jdend] = ['ra', 'dec', 'jdstart', 'jdend'].map(value);
      jobs.push({
        ra: ra ?? '',
        dec: dec ?? '',
        jdstart: jdstart ?? '',
        jdend: jdend ?? '',
        lightCurve: null,
      });
      return page('<html><table><tr><th>ra</th></tr><tr><td>1</td></tr></table></html>');
    }
    const rows = jobs.map(
      (job) =>
        `<tr><td>${job.ra}<td>${job.dec}<td>${job.jdstart}<td>${job.jdend}<td>${job.lightCurve === null ? '' : 0}<td>${job.lightCurve ?? ''}</tr>`,
    );
    const head = '<tr><th>ra<th>dec<th>startJD<th>endJD<th>exitcode<th>lightcurve</tr>';
    return page(`<html><table border=1>${head}${rows.join('')}</table></html>`);
  });
  return Object.assign(box, {
    jobs,
    finish(lightCurve: string) {
      file = lightCurve;
      for (const job of jobs) job.lightCurve = '/ztf/ops/forcedphot/lc/forced_lc.txt';
    },
  });
}
