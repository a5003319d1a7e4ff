import { isOpen, type Socket } from './socket.ts';

/** How many sockets each user has. */
export class SocketPlaces {
  private readonly taken = new Map<number, number>();

  /** Gives a user's socket a place until it closes; false where he has `most` already. */
  take(userId: number, socket: Socket, most: number): boolean {
    if (!isOpen(socket)) return true;
    const taken = this.taken.get(userId) ?? 0;
    if (taken >= most) return false;
    this.taken.set(userId, taken + 1);
    socket.on('close', () => {
      const left = (this.taken.get(userId) ?? 1) - 1;
      if (left > 0) this.taken.set(userId, left);
      else this.taken.delete(userId);
    });
    return true;
  }
}
