import type { FollowupProduct } from '@fritz/archive';
import type { Order } from '../facility.ts';
import { credentialOr, demandClear, demandCredential, type Line, readJson } from '../line.ts';

const archiveHome = 'https://archive-api.lco.global';
/** Reduced; what is raw is of no use to who looks at a page. */
const reducedLevel = 91;
const mostFrames = 200;

const textOr = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** The ids of a request group's requests: by them the archive names what came of them. */
export function requestIds(requests: unknown): number[] {
  if (!Array.isArray(requests)) return [];
  return requests.flatMap((one: unknown) => {
    const id = typeof one === 'object' && one !== null ? Reflect.get(one, 'id') : null;
    return Number.isSafeInteger(id) ? [Number(id)] : [];
  });
}

/** What the science archive has of some requests: reduced frames, by name. */
export async function findFrames(
  order: Order,
  line: Line,
  ids: readonly number[],
): Promise<FollowupProduct[]> {
  const home = credentialOr(order.credentials, 'archive_endpoint', archiveHome).replace(/\/$/, '');
  const found: FollowupProduct[] = [];
  for (const id of ids) {
    const query = new URLSearchParams({
      REQNUM: String(id),
      RLEVEL: String(reducedLevel),
      limit: String(mostFrames),
    });
    const answer = await line.say({
      method: 'GET',
      url: `${home}/frames/?${query}`,
      headers: { authorization: `Token ${demandCredential(order.credentials, 'API_TOKEN')}` },
    });
    demandClear(answer);
    const { results } = readJson(answer);
    if (Array.isArray(results)) found.push(...results.flatMap(readFrame));
  }
  return found.toSorted((a, b) => a.name.localeCompare(b.name)).slice(0, mostFrames);
}

function readFrame(frame: unknown): FollowupProduct[] {
  if (typeof frame !== 'object' || frame === null) return [];
  const value = (name: string) => textOr(Reflect.get(frame, name));
  const name = value('filename') ?? value('basename');
  if (name === null) return [];
  const level = Reflect.get(frame, 'RLEVEL') ?? Reflect.get(frame, 'reduction_level');
  const url = value('url');
  return [
    {
      name,
      // Nothing else is followed from a page.
      url: url !== null && /^https?:\/\//.test(url) ? url : null,
      at: value('DATE_OBS') ?? value('observation_date'),
      band: value('FILTER') ?? value('primary_optical_element'),
      level: level === undefined || level === null ? null : String(level),
    },
  ];
}
