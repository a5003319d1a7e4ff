/** What the sources need of a logger; pino fits. */
export interface StreamLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export const silentLogger: StreamLogger = { info() {}, warn() {}, error() {} };
