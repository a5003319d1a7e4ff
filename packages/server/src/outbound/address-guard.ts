import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/** An address that this server does not call. */
export class AddressRefusedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AddressRefusedError';
  }
}

type LookupCallback = (
  error: Error | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/**
 * Which addresses of others this server calls: those of the internet, and hosts that its settings
 * name. A host's addresses are looked at when it is connected to, so that a name which points
 * somewhere else by then gains nothing.
 */
export class AddressGuard {
  private readonly allowed: ReadonlySet<string>;

  /** @param allowedHosts names or addresses that may be inside of the server's own network */
  constructor(allowedHosts: readonly string[] = []) {
    this.allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  }

  /** @throws AddressRefusedError for an address that is refused by what it says of itself */
  checkUrl(url: URL): void {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw new AddressRefusedError('only http and https are called');
    }
    if (url.username !== '' || url.password !== '') {
      throw new AddressRefusedError('an address holds no login: use authentication for that');
    }
    const host = hostOf(url);
    if (this.allowed.has(host)) return;
    const isLocalName = host === 'localhost' || host.endsWith('.localhost');
    if (isLocalName || (isIP(host) !== 0 && isPrivate(host))) throw refusal(host);
  }

  /** Looks a host up for a connection, and refuses addresses inside. */
  readonly lookup = (hostname: string, options: LookupOptions, callback: LookupCallback): void => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const isInside = addresses.some(({ address }) => isPrivate(address));
      if (isInside && !this.allowed.has(hostname.toLowerCase())) {
        return callback(refusal(hostname), []);
      }
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      if (first === undefined) return callback(new Error(`${hostname} has no address`), []);
      callback(null, first.address, first.family);
    });
  };
}

/** A host as it is compared: an IPv6 address without its brackets. */
function hostOf(url: URL): string {
  return url.hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

function refusal(host: string): AddressRefusedError {
  return new AddressRefusedError(
    `${host} is inside of this server’s own network, and its settings do not allow it`,
  );
}

/** What is not of the internet: IANA's special-purpose registries (RFC 6890 and its updates). */
const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  inside.addSubnet(network, prefix, 'ipv4');
}
/** Of IPv6, what is not global unicast (2000::/3), and what carries an IPv4 address or is for books. */
const outside = new BlockList();
outside.addSubnet('2000::', 3, 'ipv6');
const carriers = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  carriers.addSubnet(network, prefix, 'ipv6');
}

/** Whether an IP address is not one of the internet. */
export function isPrivate(address: string): boolean {
  if (isIP(address) === 4) return inside.check(address, 'ipv4');
  return !outside.check(address, 'ipv6') || carriers.check(address, 'ipv6');
}
