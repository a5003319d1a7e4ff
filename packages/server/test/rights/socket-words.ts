/** A websocket that keeps what it was told. */
export interface SocketWords {
  readonly words: string[];
  /** The close code, once it is closed. */
  readonly closed: Promise<number>;
  /** Resolves with the next message of a kind, each of which counts once. */
  heard(actionType: string): Promise<string>;
  close(): Promise<void>;
}

/** Opens a websocket with a token; resolves when the server has said welcome. */
export async function socketWords(url: string, token: string): Promise<SocketWords> {
  // Node's WebSocket takes headers; the web's has no such argument.
  const headers = { authorization: `token ${token}` };
  const socket = new WebSocket(url, { headers } as unknown as string[]);
  const words: string[] = [];
  const taken = new Set<number>();
  let waiting: (() => void)[] = [];
  socket.addEventListener('message', (event) => {
    words.push(String(event.data));
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  });
  const closed = new Promise<number>((resolve) => {
    socket.addEventListener('close', (event) => resolve(event.code));
  });
  const heard = async (actionType: string): Promise<string> => {
    for (;;) {
      const index = words.findIndex(
        (text, place) => !taken.has(place) && text.includes(`"${actionType}"`),
      );
      const found = words[index];
      if (found !== undefined) {
        taken.add(index);
        return found;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  await heard('fritz/WELCOME');
  return {
    words,
    closed,
    heard,
    async close() {
      socket.close();
      await closed;
    },
  };
}
