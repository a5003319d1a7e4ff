import type { FitsImage } from '@fritz/formats';
import { useEffect, useState } from 'react';
import type { Int64 } from '../../api/exact-json.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { CutoutKind } from './cutout-display.ts';
import { decodeStamp } from './cutout-pixels.ts';

// 63 × 63 float32 pixels are 16 kB, so this is 5 MB: a hundred cards.
const stamps = new BoundedCache<FitsImage>(300);

export type StampState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly image: FitsImage }
  | { readonly status: 'missing' }
  | { readonly status: 'failed' };

const LOADING: StampState = { status: 'loading' };

function stampUrl(candid: Int64, kind: CutoutKind, survey?: string): string {
  const whose = survey === undefined ? '' : `&survey=${survey}`;
  return `/api/alerts_cutouts/${candid}?cutout=${kind}&file_format=fits${whose}`;
}

const underway = new Map<string, Promise<StampState>>();

async function fetchStamp(url: string, signal?: AbortSignal): Promise<StampState> {
  const known = stamps.get(url);
  if (known) return { status: 'ready', image: known };
  const begun = underway.get(url);
  if (begun) {
    const state = await begun;
    if (state.status !== 'failed') return state;
  }
  const response = await fetch(url, { signal: signal ?? null, credentials: 'same-origin' });
  if (response.status === 404) return { status: 'missing' };
  if (!response.ok) return { status: 'failed' };
  const image = await decodeStamp(new Uint8Array(await response.arrayBuffer()));
  stamps.set(url, image);
  return { status: 'ready', image };
}

/** One cutout of one alert; the request is given up when the component goes. */
export function useStamp(candid: Int64, kind: CutoutKind, survey?: string): StampState {
  const url = stampUrl(candid, kind, survey);
  const [result, setResult] = useState<{ url: string; state: StampState } | null>(null);

  useEffect(() => {
    const controller = new AbortController();
    fetchStamp(url, controller.signal).then(
      (state) => setResult({ url, state }),
      () => {
        if (!controller.signal.aborted) setResult({ url, state: { status: 'failed' } });
      },
    );
    return () => controller.abort();
  }, [url]);

  if (result?.url === url) return result.state;
  const known = stamps.get(url);
  return known ? { status: 'ready', image: known } : LOADING;
}

/** Fetches a stamp that will be looked at; what fails now is fetched when it is. */
export function prefetchStamp(candid: Int64, kind: CutoutKind, survey?: string): void {
  const url = stampUrl(candid, kind, survey);
  if (stamps.has(url) || underway.has(url)) return;
  const fetching = fetchStamp(url).catch((): StampState => ({ status: 'failed' }));
  underway.set(url, fetching);
  void fetching.finally(() => underway.delete(url));
}
