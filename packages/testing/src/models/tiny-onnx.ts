/**
 * Small ONNX models, so that tests need no weights: bytes of a ModelProto (onnx.proto3 of ONNX 1.8,
 * operator set 13), written field by field.
 */

type Bytes = readonly number[];

const VARINT = 0;
const LENGTH = 2;

function varint(value: number): Bytes {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))];
}

function number(field: number, value: number): Bytes {
  return [...varint(field * 8 + VARINT), ...varint(value)];
}

function bytes(field: number, ...parts: readonly Bytes[]): Bytes {
  const content = parts.flat();
  return [...varint(field * 8 + LENGTH), ...varint(content.length), ...content];
}

function text(field: number, value: string): Bytes {
  return bytes(field, [...Buffer.from(value, 'utf8')]);
}

const FLOAT = 1;

/** A ValueInfoProto; a size is a number, or a name where it is open. */
function value(field: number, name: string, shape: readonly (number | string)[]): Bytes {
  const sizes = shape.map((size) => {
    return bytes(1, typeof size === 'number' ? number(1, size) : text(2, size));
  });
  const type = bytes(2, bytes(1, number(1, FLOAT), bytes(2, ...sizes)));
  return bytes(field, text(1, name), type);
}

function node(operator: string, inputs: readonly string[], output: string, ...rest: Bytes[]) {
  return bytes(
    1,
    ...inputs.map((input) => text(1, input)),
    text(2, output),
    text(4, operator),
    ...rest,
  );
}

/** An attribute that is a list of whole numbers. */
function ints(name: string, values: readonly number[]): Bytes {
  return bytes(5, text(1, name), ...values.map((one) => number(8, one)), number(20, 7));
}

function model(...graph: readonly Bytes[]): Uint8Array {
  const opset = bytes(8, text(1, ''), number(2, 13));
  return Uint8Array.from([...number(1, 7), ...bytes(7, ...graph, text(2, 'tiny')), ...opset]);
}

/** `score` = ln `features`, one of each: NaN for what is negative. */
export function logarithmModel(): Uint8Array {
  return model(
    node('Log', ['features'], 'score'),
    value(11, 'features', ['N', 1]),
    value(12, 'score', ['N', 1]),
  );
}

/** `score` = the mean of all numbers of `triplets` (N, size, size, 3). */
export function meanModel(size: number): Uint8Array {
  return model(
    node('ReduceMean', ['triplets'], 'score', ints('axes', [1, 2, 3]), [
      ...bytes(5, text(1, 'keepdims'), number(3, 0), number(20, 2)),
    ]),
    value(11, 'triplets', ['N', size, size, 3]),
    value(12, 'score', ['N']),
  );
}
