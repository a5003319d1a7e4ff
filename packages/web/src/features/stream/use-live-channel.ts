import type { closeCodes, websocketPath } from '@fritz/contract';
import { useEffect } from 'react';
import { allTags, api } from '../../api/api.ts';
import { rightsLost } from '../../api/session-events.ts';
import { useAppDispatch } from '../../app/hooks.ts';
import type { AppDispatch } from '../../app/store.ts';
import {
  type LiveMessage,
  REFRESH_CANDIDATES,
  readLiveMessage,
  readRightsNews,
  readSourceNews,
  readUnseen,
  reconnectDelayMs,
  tagsOfSourceNews,
} from './live-message.ts';
import { candidatesArrived, liveStateChanged, unseenCounted } from './live-slice.ts';

// The server's heartbeat is shorter; a silent socket is a dead one that nobody closed.
const SILENCE_LIMIT_MS = 100_000;

// Written out, as the contract's values would bring its schemas along; its types check them.
const SOCKET_PATH: typeof websocketPath = '/api/websocket';
const SESSION_GONE: readonly (typeof closeCodes)[keyof typeof closeCodes][] = [4401, 4403];

const TOO_MANY: typeof closeCodes.tooManySockets = 4429;
// There is a place again when another tab is closed: no use in asking every second.
const PLACE_ATTEMPT = 10;

function isSessionGone(code: number): boolean {
  return SESSION_GONE.some((gone) => gone === code);
}

function socketUrl(): string {
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${window.location.host}${SOCKET_PATH}`;
}

// To forget ends what is being sent: that may be what took the rights, and has its answer to come.
const PATIENCE_MS = 1_000;

/** Forgets all that was seen, and begins anew. */
async function forgetSeen(dispatch: AppDispatch): Promise<void> {
  const sent = Promise.allSettled(dispatch(api.util.getRunningMutationsThunk()));
  const patience = new Promise((resolve) => window.setTimeout(resolve, PATIENCE_MS));
  await Promise.race([sent, patience]);
  dispatch(rightsLost());
  dispatch(api.util.resetApiState());
}

/** Forgets what the viewer may see no more, or looks for what he may see now; returns the new mark. */
function heedRights(dispatch: AppDispatch, message: LiveMessage, knownMark: string): string {
  const news = readRightsNews(message, knownMark);
  if (news === null) return knownMark;
  if (news.change === 'lost') void forgetSeen(dispatch);
  if (news.change === 'more') dispatch(api.util.invalidateTags([...allTags]));
  return news.mark;
}

function announceCandidates(dispatch: AppDispatch): void {
  dispatch(candidatesArrived());
  dispatch(api.util.invalidateTags(['Tonight']));
}

/** Has what a message says to be old looked at again. */
function heedNews(dispatch: AppDispatch, message: LiveMessage): void {
  if (message.actionType === REFRESH_CANDIDATES) announceCandidates(dispatch);
  const changed = readSourceNews(message);
  if (changed !== null) dispatch(api.util.invalidateTags(tagsOfSourceNews(changed)));
  const unseen = readUnseen(message);
  if (unseen === null) return;
  dispatch(unseenCounted(unseen));
  dispatch(api.util.invalidateTags(['Notification']));
}

/** What changed while one was away was told to nobody. */
function lookAgain(dispatch: AppDispatch): void {
  announceCandidates(dispatch);
  dispatch(api.util.invalidateTags(tagsOfSourceNews({ sources: [], more: true })));
}

/** Keeps one websocket open while mounted: reconnects with backoff and looks again afterwards. */
export function useLiveChannel(): void {
  const dispatch = useAppDispatch();

  useEffect(() => {
    let socket: WebSocket | null = null;
    let attempt = 0;
    let retryTimer = 0;
    let silenceTimer = 0;
    let isStopped = false;
    let rightsMark = '';

    const watchSilence = () => {
      window.clearTimeout(silenceTimer);
      silenceTimer = window.setTimeout(() => socket?.close(), SILENCE_LIMIT_MS);
    };
    const connect = () => {
      window.clearTimeout(retryTimer);
      const isOpen = socket !== null && socket.readyState <= WebSocket.OPEN;
      if (isStopped || isOpen || !navigator.onLine) return;
      socket = new WebSocket(socketUrl());
      socket.onopen = () => {
        dispatch(liveStateChanged('live'));
        if (attempt > 0) lookAgain(dispatch);
        attempt = 0;
        watchSilence();
      };
      socket.onmessage = (event) => {
        watchSilence();
        const message = readLiveMessage(event.data);
        if (message === null) return;
        heedNews(dispatch, message);
        rightsMark = heedRights(dispatch, message, rightsMark);
      };
      socket.onclose = ({ code }) => {
        window.clearTimeout(silenceTimer);
        if (isStopped) return;
        // The session is gone: asking for the profile leads to the login page.
        if (isSessionGone(code)) {
          dispatch(api.util.invalidateTags(['Session']));
        }
        dispatch(liveStateChanged(navigator.onLine ? 'reconnecting' : 'offline'));
        if (code === TOO_MANY) attempt = Math.max(attempt, PLACE_ATTEMPT);
        retryTimer = window.setTimeout(connect, reconnectDelayMs(attempt, Math.random()));
        attempt += 1;
      };
    };
    const goOffline = () => {
      dispatch(liveStateChanged('offline'));
      socket?.close();
    };

    connect();
    window.addEventListener('online', connect);
    window.addEventListener('offline', goOffline);
    return () => {
      isStopped = true;
      window.clearTimeout(retryTimer);
      window.clearTimeout(silenceTimer);
      window.removeEventListener('online', connect);
      window.removeEventListener('offline', goOffline);
      socket?.close();
    };
  }, [dispatch]);
}
