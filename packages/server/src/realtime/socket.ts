/** What the realtime part needs of a websocket (of package ws, which brings no types). */
export interface Socket {
  readonly readyState: number;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  terminate(): void;
  ping(): void;
  on(event: 'message', listener: (data: Buffer) => void): unknown;
  on(event: 'close' | 'pong', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** `readyState` of a socket that can be written to (RFC 6455 as in the web's WebSocket). */
const open = 1;

/** Whether a socket can be written to. */
export function isOpen(socket: Socket): boolean {
  return socket.readyState === open;
}

/** Sends a message where the socket still is open. */
export function sendText(socket: Socket, text: string): void {
  if (isOpen(socket)) socket.send(text);
}
