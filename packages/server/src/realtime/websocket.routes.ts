import { newsChannel, openDoorbell, rightsChannel } from '@fritz/archive';
import {
  closeCodes,
  compileCheck,
  heartbeat,
  type Static,
  websocketHello,
  websocketPath,
} from '@fritz/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { isSameOrigin, readCredentials } from '../http/credentials.ts';
import { FritzError } from '../http/fritz-error.ts';
import { CandidateNews } from './candidate-news.ts';
import type { Socket } from './socket.ts';
import { SocketPlaces } from './socket-places.ts';

const helloCheck = compileCheck(websocketHello);
const heartbeatMs = 45_000;
/** A client that sends no token in this time is not one of ours. */
const helloMs = 10_000;

/** Binds the websocket and opens the doorbell that it listens to. */
export function bindWebsocket(
  app: FastifyInstance,
  context: ServerContext,
  listenConfig: Parameters<typeof openDoorbell>[0],
): void {
  const news = new CandidateNews(context.archive, context.log);
  const places = new SocketPlaces();
  const bell = openDoorbell(listenConfig, [newsChannel, rightsChannel], {
    onRing: (channel) => {
      news.setDeaf(false);
      if (channel === rightsChannel) news.checkKeys();
      else news.ring();
    },
    onLost: (error) => {
      news.setDeaf(true);
      context.log.warn({ err: error }, 'the doorbell connection was lost');
    },
  });
  const heart = setInterval(() => news.broadcast(heartbeat), heartbeatMs);
  heart.unref();
  app.addHook('onClose', async () => {
    clearInterval(heart);
    news.close();
    await bell.close();
  });
  // The package's types lean on types of ws that are not installed: the socket is checked by use.
  app.get(websocketPath, { websocket: true }, (socket: Socket, request: FastifyRequest) => {
    void welcome({ news, places, context }, socket, request);
  });
}

interface Hall {
  news: CandidateNews;
  places: SocketPlaces;
  context: ServerContext;
}

async function welcome(hall: Hall, socket: Socket, request: FastifyRequest): Promise<void> {
  const { news, places, context } = hall;
  socket.on('error', (error) => context.log.debug({ err: error }, 'a websocket broke'));
  try {
    const key = keyOfRequest(context, request) ?? (await keyOfHello(socket));
    if (key !== null) context.limiter.demandStranger(key, request.ip);
    const userId = key === null ? null : await news.ownerOf(key);
    if (key === null || userId === null) {
      if (key !== null) context.limiter.reject(key, request.ip);
      socket.close(closeCodes.notAuthenticated, 'log in first');
      return;
    }
    if (!places.take(userId, socket, context.limiter.socketsPerUser)) {
      socket.close(closeCodes.tooManySockets, 'too many connections of this user');
      return;
    }
    await news.join(key, socket);
  } catch (error) {
    if (error instanceof FritzError) {
      socket.close(closeCodes.notAuthenticated, error.code);
      return;
    }
    context.log.warn({ err: error }, 'a websocket could not be welcomed');
    // 1011: an unexpected condition (RFC 6455 §7.4.1).
    socket.close(1011, 'try again');
  }
}

/** The key of the request itself; a cookie counts only where a page of this site sent it. */
function keyOfRequest(context: ServerContext, request: FastifyRequest): string | null {
  const credentials = readCredentials(context, request);
  if (credentials === null) return null;
  return credentials.byCookie && isSameOrigin(request) !== true ? null : credentials.key;
}

/** The token of a first message `{"token": …}`; null where none comes in time. */
function keyOfHello(socket: Socket): Promise<string | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), helloMs);
    const settle = (key: string | null): void => {
      clearTimeout(timer);
      resolve(key);
    };
    socket.on('close', () => settle(null));
    socket.on('message', (data) => settle(readHello(data)));
  });
}

function readHello(data: Buffer): string | null {
  try {
    const message: unknown = JSON.parse(data.toString('utf8'));
    if (!helloCheck.test(message)) return null;
    return (message as Static<typeof websocketHello>).token;
  } catch {
    return null;
  }
}
