import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as the server took it in. */
export interface ReceivedMail {
  from: string;
  to: string[];
  /** Header fields by their names in small letters, unfolded. */
  headers: ReadonlyMap<string, string>;
  text: string;
}

/** A mail server that keeps what it is given. */
export interface TestSmtp {
  host: string;
  port: number;
  mails: ReceivedMail[];
  /** The next mail that has not been asked for yet; waits for it. */
  nextMail(): Promise<ReceivedMail>;
  /** Resolves when somebody has connected. */
  connected: Promise<void>;
  close(): Promise<void>;
}

/** How a test mail server behaves. */
export interface TestSmtpOptions {
  /** Asks for this login; without it, for none. */
  login?: { user: string; password: string };
  /** Takes in nothing for these addresses. */
  refuses?: readonly string[];
  /** PEM of key and certificate: offers STARTTLS. Without them there is no TLS. */
  tls?: { key: string; cert: string };
  /** Takes connections and says nothing. */
  silent?: boolean;
}

/** Starts a real SMTP server on a free port of this machine. */
export async function testSmtp(options: TestSmtpOptions = {}): Promise<TestSmtp> {
  const mails: ReceivedMail[] = [];
  const unread: ReceivedMail[] = [];
  const readers: ((mail: ReceivedMail) => void)[] = [];
  const connection = Promise.withResolvers<void>();
  const take = (mail: ReceivedMail): void => {
    mails.push(mail);
    const reader = readers.shift();
    if (reader) reader(mail);
    else unread.push(mail);
  };
  const server = new SMTPServer(serverOptions(options, take, connection.resolve));
  // A client that gives up is what some tests are about.
  server.on('error', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    host: '127.0.0.1',
    port: address.port,
    mails,
    connected: connection.promise,
    nextMail: () => {
      const mail = unread.shift();
      return mail ? Promise.resolve(mail) : new Promise((resolve) => readers.push(resolve));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function serverOptions(
  { login, refuses = [], tls, silent = false }: TestSmtpOptions,
  take: (mail: ReceivedMail) => void,
  onConnect: () => void,
): SMTPServerOptions {
  return {
    authOptional: login === undefined,
    disabledCommands: [...(tls ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
    allowInsecureAuth: true,
    closeTimeout: 100,
    ...(tls ?? {}),
    onConnect(_session, done) {
      onConnect();
      if (!silent) done();
    },
    onAuth({ username, password }, _session, done) {
      const isRight = login !== undefined && username === login.user && password === login.password;
      if (isRight) done(null, { user: username });
      else done(Object.assign(new Error('wrong login'), { responseCode: 535 }));
    },
    onRcptTo({ address }, _session, done) {
      if (!refuses.includes(address)) return done();
      done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        take({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          ...readMail(Buffer.concat(chunks).toString('latin1')),
        });
        done();
      });
    },
  };
}

/** Headers and words of a mail of one part (RFC 5322; bodies as of RFC 2045). */
function readMail(raw: string): Pick<ReceivedMail, 'headers' | 'text'> {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const body = raw.slice(end + 4);
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  return { headers, text: decodeBody(body, encoding).replaceAll('\r\n', '\n') };
}

function decodeBody(body: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1').toString('utf8');
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
