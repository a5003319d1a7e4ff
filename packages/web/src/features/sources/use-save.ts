import { useCallback } from 'react';
import { describeError, isRetryable } from '../../api/api-error.ts';
import { useAppDispatch } from '../../app/hooks.ts';
import type { AppDispatch } from '../../app/store.ts';
import { type SaveChange, saveFailed, saveFinished, saveStarted } from './saves-slice.ts';
import { sourcesApi } from './sources.api.ts';

const RETRY_DELAYS_MS = [800, 2500, 6000] as const;

function send(dispatch: AppDispatch, change: SaveChange): Promise<unknown> {
  const addIds = change.added.map((group) => group.id);
  const removeIds = change.removed.map((group) => group.id);
  if (removeIds.length === 0) {
    const { saveToGroups } = sourcesApi.endpoints;
    return dispatch(saveToGroups.initiate({ objId: change.objId, groupIds: addIds })).unwrap();
  }
  const { changeGroups } = sourcesApi.endpoints;
  return dispatch(changeGroups.initiate({ objId: change.objId, addIds, removeIds })).unwrap();
}

function whenOnline(): Promise<void> {
  if (navigator.onLine) return Promise.resolve();
  return new Promise((resolve) => {
    window.addEventListener('online', () => resolve(), { once: true });
  });
}

async function sendWithRetries(dispatch: AppDispatch, change: SaveChange): Promise<void> {
  for (const delayMs of RETRY_DELAYS_MS) {
    await whenOnline();
    try {
      await send(dispatch, change);
      return;
    } catch (error) {
      if (!isRetryable(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
  await send(dispatch, change);
}

/**
 * Changes the groups that an object is saved in. The page shows the change at once and
 * keeps it while there is no connection; an answer that fails to come is asked for again for some
 * seconds, and what fails for good is taken back and reported.
 */
export function useSave(): (change: SaveChange) => Promise<void> {
  const dispatch = useAppDispatch();
  return useCallback(
    async (change) => {
      if (change.added.length === 0 && change.removed.length === 0) return;
      dispatch(saveStarted(change));
      try {
        await sendWithRetries(dispatch, change);
        dispatch(saveFinished({ objId: change.objId }));
      } catch (error) {
        dispatch(saveFailed({ objId: change.objId, message: describeError(error) }));
      }
    },
    [dispatch],
  );
}

/** The change that takes another one back. */
export function inverseOf(change: SaveChange): SaveChange {
  return { objId: change.objId, added: change.removed, removed: change.added };
}
