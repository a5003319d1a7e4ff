import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';

/** Server settings by their names in postgresql.conf. */
export type ServerSettings = Record<string, string>;

const mib = 1024 * 1024;

/**
 * Settings for a broker's write load on one machine. Durability (fsync, synchronous_commit)
 * stays at PostgreSQL's defaults: on.
 */
export function defaultSettings(): ServerSettings {
  const memoryMib = Math.floor(usableMemoryBytes() / mib);
  const sharedMib = Math.max(32, Math.min(512, Math.floor(memoryMib / 8)));
  return {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    max_connections: '100',
    // The file cache holds the rest. Each page of a larger one would be filled with data twice, and on
    // virtual machines memory that is new costs more than a read from the file cache.
    shared_buffers: `${sharedMib}MB`,
    effective_cache_size: `${Math.max(128, Math.floor(memoryMib / 2))}MB`,
    // Log files are used again rather than made: filling fresh pages of the file cache costs more than
    // the checkpoints that a larger log would save.
    max_wal_size: '2GB',
    min_wal_size: '1GB',
    // New ones are written once, not with zeros first; a commit makes sure of them all the same.
    wal_init_zero: 'off',
    checkpoint_timeout: '15min',
    // Most of the volume is cutouts, which are gzipped already.
    wal_compression: 'off',
    jit: 'off',
    // A page that the file cache has is read at once: to wake a process that reads it costs ten times that.
    io_method: 'sync',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Errors of statements are reported by the program that sent them.
    log_min_messages: 'log',
    log_checkpoints: 'off',
    ...(hasSmallSharedMemory() ? { dynamic_shared_memory_type: 'mmap' } : {}),
  };
}

function usableMemoryBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Containers often have a /dev/shm of 64 MB, too little for parallel queries. */
function hasSmallSharedMemory(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const { blocks, bsize } = statfsSync('/dev/shm');
    return blocks * bsize < 256 * mib;
  } catch {
    return true;
  }
}

/** Settings as arguments of `postgres`. */
export function settingArguments(settings: ServerSettings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
