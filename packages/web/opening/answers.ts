import type { Opened } from '../src/api/opened.ts';

export type Params = Readonly<Record<string, string | number | boolean | undefined>>;

function withParams(path: string, params: Params): string {
  const given = Object.entries(params).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** Questions as the app would ask them, whose answers it takes. */
export class Answers implements Opened {
  readonly answers = new Map<string, Promise<Response>>();
  readonly atMs: number;

  constructor(atMs: number) {
    this.atMs = atMs;
  }

  /** @throws Error where it is refused */
  ask<T>(path: string, params: Params = {}): Promise<T> {
    const told = this.#read<T>(withParams(`/api/${path}`, params));
    // Whoever asked may still wait for another answer when this one is refused.
    told.catch(() => undefined);
    return told;
  }

  async #read<T>(url: string): Promise<T> {
    const answer = fetch(url, { credentials: 'same-origin' });
    // The body is read twice, by two.
    const mine = answer.then((response) => response.clone());
    this.answers.set(url, answer);
    const response = await mine;
    if (!response.ok) throw new Error(`${response.status}`);
    const body: { readonly data: T } = await response.json();
    return body.data;
  }
}
