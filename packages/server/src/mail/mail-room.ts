import type { FastifyBaseLogger } from 'fastify';
import { createTransport, type Transporter } from 'nodemailer';

/** The mail server that Fritz sends by. */
export interface MailSettings {
  host: string;
  port: number;
  /** null: it asks for no login. */
  user: string | null;
  password: string | null;
  /** The sender: an address, or `Name <address>`. */
  from: string;
  /** `starttls` refuses a server without it; `implicit` is TLS from the first byte (port 465). */
  tls: 'none' | 'starttls' | 'implicit';
  /** PEM text of the authority that signed its certificate, where it is a private one. */
  ca?: string | null;
}

/** A mail of words alone. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** How long a mail server may take; milliseconds. */
export interface MailPatience {
  /** For a connection, and for each answer. */
  stepMs: number;
  /** For all of a mail. */
  mailMs: number;
}

/** Where it is written down that a mail could not be sent. */
export type MailLog = Pick<FastifyBaseLogger, 'warn'>;

const patience: MailPatience = { stepMs: 10_000, mailMs: 30_000 };
const mailsAtOnce = 4;

/**
 * Sends mails in the background, a few at a time: nobody's request waits for a mail server. What is
 * not sent when the server stops stays unsent.
 */
export class MailRoom {
  private readonly transport: Transporter;
  private readonly from: string;
  private readonly mailMs: number;
  private readonly log: MailLog;
  private readonly waiting: (() => Promise<void>)[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(settings: MailSettings, log: MailLog, { stepMs, mailMs } = patience) {
    this.transport = createTransport(transportOptions(settings, stepMs));
    this.mailMs = mailMs;
    this.from = settings.from;
    this.log = log;
  }

  /** Takes in a mail, and tells once what became of it: null, or why it could not be sent. */
  post(mail: Mail, onDone: (failure: string | null) => Promise<void>): void {
    this.waiting.push(async () => {
      const failure = await this.send(mail);
      await onDone(failure).catch((error: unknown) =>
        this.log.warn({ err: error }, 'what became of a mail could not be noted'),
      );
    });
    this.work();
  }

  /** Gives up what waits and resolves when what is being sent is done. */
  async settle(): Promise<void> {
    this.waiting.length = 0;
    await Promise.all(this.running);
    this.transport.close();
  }

  private work(): void {
    while (this.running.size < mailsAtOnce) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      const done = next().finally(() => {
        this.running.delete(done);
        this.work();
      });
      this.running.add(done);
    }
  }

  private async send(mail: Mail): Promise<string | null> {
    const deadline = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      deadline.reject(new Error(`the mail server took longer than ${this.mailMs / 1000} s`));
    }, this.mailMs);
    try {
      const to = { name: '', address: mail.to };
      const sent = this.transport.sendMail({ ...mail, to, from: this.from });
      await Promise.race([sent, deadline.promise]);
      return null;
    } catch (error) {
      this.log.warn({ err: error }, 'a mail could not be sent');
      return describeMailFailure(error);
    } finally {
      clearTimeout(timer);
    }
  }
}

function transportOptions(settings: MailSettings, stepMs: number) {
  const { host, port, user, password, tls, ca } = settings;
  return {
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    ...(ca ? { tls: { ca } } : {}),
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    dnsTimeout: stepMs,
    // A mail is what it says: it never takes in files or pages.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

const reasons: Readonly<Record<string, string>> = {
  EAUTH: 'the mail server refused our login',
  EENVELOPE: 'the mail server refused the address',
  EMESSAGE: 'the mail server refused the mail',
  ECONNECTION: 'the mail server cannot be reached',
  ESOCKET: 'the mail server cannot be reached',
  EDNS: 'the mail server’s name is not known',
  ETIMEDOUT: 'the mail server did not answer in time',
  ETLS: 'the mail server offers no secure connection that we trust',
};

/** Why a mail could not be sent, for the person who wants it sent: one line without secrets. */
export function describeMailFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'the mail could not be sent';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const said = 'response' in error && typeof error.response === 'string' ? error.response : '';
  const reason = reasons[code] ?? (said === '' ? error.message : 'the mail server refused');
  const text = said === '' ? reason : `${reason}: ${said}`;
  return text.replaceAll(/\s+/g, ' ').slice(0, 300);
}
