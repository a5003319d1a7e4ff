import { useEffect, useRef, useState } from 'react';
import { api } from '../../api/api.ts';
import { useAppDispatch } from '../../app/hooks.ts';
import { applyBulk, type BulkAction, type BulkItem, type BulkUndo } from './bulk-actions.ts';
import { type BulkOutcome, runBulk } from './bulk-run.ts';

export type BulkState =
  | { readonly step: 'asking' }
  | {
      readonly step: 'running';
      readonly done: number;
      readonly of: number;
      readonly isUndo: boolean;
    }
  | {
      readonly step: 'over';
      readonly outcomes: readonly BulkOutcome<BulkUndo>[];
      readonly of: number;
      readonly isUndo: boolean;
    };

/** Changes many objects, tells how far it is, and takes it all back. */
export function useBulk(items: readonly BulkItem[]) {
  const dispatch = useAppDispatch();
  const [state, setState] = useState<BulkState>({ step: 'asking' });
  const abort = useRef(new AbortController());
  useEffect(() => {
    abort.current = new AbortController();
    return () => abort.current.abort();
  }, []);

  const run = async <Item extends { readonly objId: string }>(
    of: readonly Item[],
    change: (item: Item) => Promise<BulkUndo | null>,
    isUndo: boolean,
  ) => {
    abort.current = new AbortController();
    setState({ step: 'running', done: 0, of: of.length, isUndo });
    const outcomes = await runBulk(of, change, {
      signal: abort.current.signal,
      onProgress: (done) => setState({ step: 'running', done, of: of.length, isUndo }),
    });
    dispatch(api.util.invalidateTags(['Source', 'Classification', 'Tag', 'Listing']));
    setState({ step: 'over', outcomes, of: of.length, isUndo });
  };
  return {
    state,
    start: (action: BulkAction) => run(items, (item) => applyBulk(dispatch, action, item), false),
    undo: (outcomes: readonly BulkOutcome<BulkUndo>[]) =>
      run(
        outcomes.filter(({ undo }) => undo !== null),
        async ({ undo }) => {
          await undo?.(dispatch);
          // What was taken back counts as done; there is no more behind it.
          return async () => undefined;
        },
        true,
      ),
    stop: () => abort.current.abort(),
  };
}
