import { UserError } from '../user-error.ts';
import type { ApiClient } from './api-client.ts';
import { KnownThings } from './known-things.ts';
import { MissingReferenceError, References } from './references.ts';
import { isRecord, type SeedItem, type SeedSection } from './seed-files.ts';

/** One item that could not be loaded. */
export interface LoadFailure {
  readonly endpoint: string;
  /** Its place in the list, from 1. */
  readonly item: number;
  readonly name: string;
  readonly message: string;
}

/** What became of the items of an endpoint. */
export interface EndpointReport {
  readonly endpoint: string;
  made: number;
  known: number;
  failed: number;
}

export interface SeedReport {
  readonly endpoints: EndpointReport[];
  readonly failures: LoadFailure[];
}

/** Photometry that is there already is taken as loaded by PUT alone. */
const methods: Readonly<Record<string, 'PUT'>> = { photometry: 'PUT' };

/** Posts items one after another; one that fails is told of, and the others go on. */
export async function loadSeed(
  api: ApiClient,
  sections: readonly SeedSection[],
  events: { onItem: (done: number) => void; signal: AbortSignal },
): Promise<SeedReport> {
  const report: SeedReport = { endpoints: [], failures: [] };
  const references = new References();
  const publicGroup = await api('GET', 'groups/public');
  if (publicGroup.status === 401) {
    throw new UserError(`The server does not take this token: ${publicGroup.message}`);
  }
  if (isRecord(publicGroup.data)) references.set('public_group_id', publicGroup.data.id);
  const loader = { api, references, known: new KnownThings(api) };
  let done = 0;
  for (const section of sections) {
    const counts: EndpointReport = { endpoint: section.endpoint, made: 0, known: 0, failed: 0 };
    report.endpoints.push(counts);
    for (const [index, item] of section.items.entries()) {
      events.signal.throwIfAborted();
      const outcome = await loadItem(loader, section, item);
      if (typeof outcome === 'string') counts[outcome] += 1;
      else {
        counts.failed += 1;
        const { endpoint } = section;
        report.failures.push({ endpoint, item: index + 1, name: nameOf(item), ...outcome });
      }
      events.onItem(++done);
    }
  }
  return report;
}

interface Loader {
  readonly api: ApiClient;
  readonly references: References;
  readonly known: KnownThings;
}

async function loadItem(
  { api, references, known }: Loader,
  section: SeedSection,
  item: SeedItem,
): Promise<'made' | 'known' | { message: string }> {
  const saved = Object.entries(item).filter(([key]) => key.startsWith('='));
  const save = (thing: Readonly<Record<string, unknown>>) => {
    for (const [key, name] of saved) references.set(String(name), thing[key.slice(1)]);
  };
  try {
    const plain = Object.fromEntries(Object.entries(item).filter(([key]) => !key.startsWith('=')));
    const path = references.path(section.endpoint);
    const body = references.fill(plain, section.folder);
    if (!isRecord(body)) return { message: 'is no object' };
    const same = await known.find(path, body);
    if (same !== null) {
      save(same);
      return 'known';
    }
    const answer = await api(methods[path] ?? 'POST', path, body);
    const code = isRecord(answer.data) ? answer.data.code : null;
    if (code === 'already_exists') return 'known';
    if (answer.status !== 200) return { message: answer.message };
    const thing = { ...body, ...(isRecord(answer.data) ? answer.data : {}) };
    save(thing);
    known.add(path, thing);
    return 'made';
  } catch (error) {
    if (error instanceof MissingReferenceError) return { message: error.message };
    throw error;
  }
}

/** What a person knows an item by. */
function nameOf(item: SeedItem): string {
  const name = item.name ?? item.username ?? item.id ?? item.obj_id ?? item['=id'] ?? '';
  return String(name);
}
