import { useEffect, useRef, useState } from 'react';
import { type FirstRows, runQuery } from './run-query.ts';

/** So many documents are shown. */
const MOST = 200;

type State = {
  readonly isRunning: boolean;
  readonly rows: FirstRows | null;
  readonly error: unknown;
};

const NOTHING: State = { isRunning: false, rows: null, error: undefined };

export type QueryRun = State & {
  readonly start: (json: string) => Promise<void>;
  /** Ends it, here and at the server. */
  readonly stop: () => void;
  readonly forget: () => void;
};

/** The first documents of a query: one at a time. */
export function useQueryRun(): QueryRun {
  const [state, setState] = useState(NOTHING);
  const running = useRef<AbortController | null>(null);
  const stop = () => {
    running.current?.abort();
    running.current = null;
  };
  useEffect(() => () => running.current?.abort(), []);
  const start = async (json: string) => {
    stop();
    const own = new AbortController();
    running.current = own;
    setState({ ...NOTHING, isRunning: true });
    try {
      const rows = await runQuery(json, MOST, own.signal);
      if (running.current === own) setState({ ...NOTHING, rows });
    } catch (error) {
      if (running.current === own) setState({ ...NOTHING, error });
    }
  };
  const forget = () => {
    stop();
    setState(NOTHING);
  };
  return { ...state, start, stop: forget, forget };
}
