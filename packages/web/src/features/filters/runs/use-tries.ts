import { useState } from 'react';
import type { Int64 } from '../../../api/exact-json.ts';
import type { ExplainedAlert, FunnelRun } from '../filters.api.ts';
import { type Run, useRun } from './use-run.ts';

/** The ways to try what is in the editor. */
export const TRIES = ['night', 'explain', 'compare'] as const;
export type TryName = (typeof TRIES)[number];

/** Which of them is shown, and how to show another: kept when a version is saved. */
export type TryChoice = readonly [shown: TryName, show: (name: TryName) => void];

export type Tries = {
  readonly shown: TryName;
  readonly show: (name: TryName) => void;
  readonly funnel: Run<FunnelRun>;
  readonly explain: Run<ExplainedAlert>;
  /** A candid or the name of an object. */
  readonly alert: string;
  readonly setAlert: (alert: string) => void;
  /** Over a night, or null for the last one. */
  readonly runNight: (night: string | null) => void;
  readonly explainAlert: () => void;
  readonly explainCandid: (candid: Int64) => void;
};

/** Runs of a text over past alerts; none begins while the text is not right. */
export function useTries(
  filterId: number,
  text: string,
  canRun: boolean,
  [shown, show]: TryChoice,
): Tries {
  const [alert, setAlert] = useState('');
  const funnel = useRun<FunnelRun>();
  const explain = useRun<ExplainedAlert>();
  const runNight = (night: string | null) => {
    if (!canRun) return;
    show('night');
    const body = { pipeline: text, ...(night === null ? {} : { night }) };
    void funnel.start(`filters/${filterId}/funnel`, body);
  };
  const explainOne = (which: string) => {
    const name = which.trim();
    const key = /^\d+$/.test(name) ? 'candid' : 'objectId';
    const query = new URLSearchParams({ [key]: name });
    void explain.start(`filters/${filterId}/explain?${query}`, { pipeline: text });
  };
  const explainCandid = (candid: Int64) => {
    setAlert(String(candid));
    show('explain');
    explainOne(String(candid));
  };
  const explainAlert = () => explainOne(alert);
  return {
    ...{ shown, show, funnel, explain, alert, setAlert },
    ...{ runNight, explainAlert, explainCandid },
  };
}
