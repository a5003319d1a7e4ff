import type { AvroError } from '@fritz/formats';
import { PacketError, type PacketErrorCode } from './survey.ts';

const PACKET_CODES: Readonly<Record<AvroError['code'], PacketErrorCode>> = {
  truncated: 'truncated',
  bad_value: 'bad_value',
  wrong_schema: 'wrong_schema',
  trailing: 'trailing_bytes',
  not_avro: 'not_avro',
  too_large: 'bad_value',
  null_not_allowed: 'null_not_allowed',
  unsupported_codec: 'unreadable',
};

/** What a decoder found wrong, as a reason to put a packet aside. */
export function packetErrorOf(error: AvroError): PacketError {
  return new PacketError(PACKET_CODES[error.code], error.message, { cause: error });
}
