import { useCallback, useEffect, useRef, useState } from 'react';
import { followRun, type RunProgress } from './run-stream.ts';

export type RunState<T> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: RunProgress | null }
  | { readonly kind: 'done'; readonly result: T }
  | { readonly kind: 'failed'; readonly error: unknown };

export type Run<T> = {
  readonly state: RunState<T>;
  /** The result, or null where the run failed or was ended. */
  readonly start: (path: string, body: unknown) => Promise<T | null>;
  readonly cancel: () => void;
};

/** A run over past alerts: one at a time, ended when its page is left. */
export function useRun<T>(): Run<T> {
  const [state, setState] = useState<RunState<T>>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);
  const cancel = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setState({ kind: 'idle' });
  }, []);
  useEffect(() => () => running.current?.abort(), []);
  const start = useCallback(async (path: string, body: unknown): Promise<T | null> => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const tell = (next: RunState<T>) => {
      if (running.current === controller) setState(next);
    };
    tell({ kind: 'running', progress: null });
    try {
      const onProgress = (progress: RunProgress) => tell({ kind: 'running', progress });
      // The contract says what this route answers.
      const result = (await followRun(path, body, { onProgress, signal: controller.signal })) as T;
      tell({ kind: 'done', result });
      return result;
    } catch (error) {
      if (!controller.signal.aborted) tell({ kind: 'failed', error });
      return null;
    }
  }, []);
  return { state, start, cancel };
}
