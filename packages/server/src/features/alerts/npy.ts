/** What stands before the header: magic, version 1.0, the header's length. */
const FRONT_BYTES = 10;
const ALIGNED = 64;

/**
 * Doubles as a file of NumPy's, in C order.
 * Source: NumPy Enhancement Proposal 1 (A Simple File Format for NumPy Arrays), version 1.0.
 */
export function writeNpy(values: readonly number[], shape: readonly number[]): Buffer {
  const described = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const length = Math.ceil((FRONT_BYTES + described.length + 1) / ALIGNED) * ALIGNED;
  const header = `${described.padEnd(length - FRONT_BYTES - 1)}\n`;
  const file = Buffer.alloc(length + 8 * values.length);
  file.write('\u0093NUMPY\u0001\u0000', 0, 'latin1');
  file.writeUInt16LE(header.length, 8);
  file.write(header, FRONT_BYTES, 'latin1');
  for (const [i, value] of values.entries()) file.writeDoubleLE(value, length + 8 * i);
  return file;
}
