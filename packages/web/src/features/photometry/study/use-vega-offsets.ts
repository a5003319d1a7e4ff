import { useEffect, useState } from 'react';

type Offsets = typeof import('./vega-offsets.ts')['vegaOffsetOf'];

/** The offsets of the Vega system once they are wanted and there; undefined before. */
export function useVegaOffsets(isWanted: boolean): Offsets | undefined {
  const [offsets, setOffsets] = useState<{ readonly of: Offsets }>();
  useEffect(() => {
    if (!isWanted) return;
    let isOver = false;
    import('./vega-offsets.ts').then(
      ({ vegaOffsetOf }) => isOver || setOffsets({ of: vegaOffsetOf }),
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [isWanted]);
  return offsets?.of;
}
