import { useMemo } from 'react';
import { useAppSelector } from '../../app/hooks.ts';
import { candidatesApi } from './candidates.api.ts';

export type AnnotationNames = {
  readonly origins: readonly string[];
  readonly keysOf: (origin: string) => readonly string[];
};

/** The origins and keys of the annotations that this visit has seen: what one may mean. */
export function useAnnotationNames(): AnnotationNames {
  const queries = useAppSelector((state) => state[candidatesApi.reducerPath].queries);
  return useMemo(() => {
    const keys = new Map<string, Set<string>>();
    for (const query of Object.values(queries)) {
      if (query?.endpointName !== 'getCandidates') continue;
      const data = query.data as { pages?: readonly { candidates: readonly Annotated[] }[] } | null;
      for (const { annotations } of data?.pages?.flatMap((page) => page.candidates) ?? []) {
        for (const { origin, data: said } of annotations) {
          const known = keys.get(origin) ?? new Set();
          for (const key of Object.keys(said)) known.add(key);
          keys.set(origin, known);
        }
      }
    }
    return {
      origins: [...keys.keys()].sort(),
      keysOf: (origin) => [...(keys.get(origin) ?? [])].sort(),
    };
  }, [queries]);
}

type Annotated = {
  readonly annotations: readonly {
    readonly origin: string;
    readonly data: Readonly<Record<string, unknown>>;
  }[];
};
