/**
 * Writes ONNX models (IR 8, opset 13) in protobuf, of the message types this program needs and no others. The same calls
 * give the same bytes. Field numbers are those of onnx.proto3.
 */

/** A float32 tensor as read from a weight file: row-major values and their shape. */
export interface Weights {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

type AttributeValue = number | string | readonly number[] | { readonly float: number };
/** A dimension known in advance, or the name of one that is not. */
export type Dimension = number | string;

export interface ConvOptions {
  readonly stride?: number;
  /** TensorFlow's SAME (extra padding at bottom and right), or so many zeros on every side. */
  readonly pad?: 'same' | number;
  readonly depthwise?: boolean;
  /** A factor per output channel, folded into the filters. */
  readonly scale?: ArrayLike<number>;
}

const elementFloat = 1;
const elementInt64 = 7;
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** One graph under construction; every method that adds a node returns the name of its output. Tensors are NCHW. */
export class OnnxGraph {
  readonly #name: string;
  readonly #nodes = new Message();
  #count = 0;

  constructor(name: string) {
    this.#name = name;
  }

  readonly #initializers = new Message();
  readonly #inputs = new Message();
  readonly #outputs = new Message();

  input(name: string, shape: readonly Dimension[]): string {
    this.#inputs.message(11, valueInfo(name, shape));
    return name;
  }

  output(from: string, name: string, shape: readonly Dimension[]): void {
    this.#addNode('Identity', [from], {}, name);
    this.#outputs.message(12, valueInfo(name, shape));
  }

  floats(values: ArrayLike<number>, shape: readonly number[]): string {
    const data = values instanceof Float32Array ? values : Float32Array.from(values);
    return this.#initializer(
      elementFloat,
      shape,
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    );
  }

  integers(values: readonly number[]): string {
    const data = BigInt64Array.from(values, (value) => BigInt(value));
    return this.#initializer(elementInt64, [values.length], new Uint8Array(data.buffer));
  }

  node(type: string, inputs: readonly string[], attributes: Record<string, AttributeValue> = {}): string {
    return this.#addNode(type, inputs, attributes, this.#nextName(type.toLowerCase()));
  }

  relu(x: string): string {
    return this.node('Relu', [x]);
  }

  add(a: string, b: string): string {
    return this.node('Add', [a, b]);
  }

  /** A convolution with TensorFlow's filters: HWIO, or HWC1 where depthwise. */
  conv(x: string, filters: Weights, bias: ArrayLike<number> | undefined, options: ConvOptions = {}): string {
    const { stride = 1, pad = 'same', depthwise = false, scale } = options;
    const [height = 0, width = 0, channelsIn = 0, channelsOut = 0] = filters.shape;
    const outputs = depthwise ? channelsIn : channelsOut;
    const inputs = depthwise ? 1 : channelsIn;
    const transposed = new Float32Array(outputs * inputs * height * width);
    let to = 0;
    for (let o = 0; o < outputs; o += 1) {
      const factor = scale?.[o] ?? 1;
      for (let i = 0; i < inputs; i += 1) {
        for (let tap = 0; tap < height * width; tap += 1, to += 1) {
          const from = depthwise ? tap * channelsIn + o : (tap * channelsIn + i) * channelsOut + o;
          transposed[to] = (filters.data[from] ?? 0) * factor;
        }
      }
    }
    const operands = [x, this.floats(transposed, [outputs, inputs, height, width])];
    if (bias !== undefined) operands.push(this.floats(bias, [outputs]));
    const group = depthwise ? channelsIn : 1;
    return this.node('Conv', operands, { ...window(height, width, stride, pad), group });
  }

  pool(
    type: 'AveragePool' | 'MaxPool',
    x: string,
    size: number,
    stride: number,
    pad: 'same' | 0 = 0,
  ): string {
    return this.node(type, [x], window(size, size, stride, pad));
  }

  toBytes(): Uint8Array {
    const graph = new Message();
    graph.append(this.#nodes);
    graph.text(2, this.#name);
    graph.append(this.#initializers);
    graph.append(this.#inputs);
    graph.append(this.#outputs);
    const opset = new Message();
    opset.text(1, '');
    opset.integer(2, 13);
    const model = new Message();
    model.integer(1, 8);
    model.text(2, 'vidimus');
    model.message(7, graph);
    model.message(8, opset);
    return model.toBytes();
  }

  #nextName(stem: string): string {
    this.#count += 1;
    return `${stem}_${String(this.#count)}`;
  }

  #initializer(type: number, shape: readonly number[], raw: Uint8Array): string {
    const name = this.#nextName('w');
    const tensor = new Message();
    for (const size of shape) tensor.integer(1, size);
    tensor.integer(2, type);
    tensor.text(8, name);
    tensor.bytes(9, raw);
    this.#initializers.message(5, tensor);
    return name;
  }

  #addNode(
    type: string,
    inputs: readonly string[],
    attributes: Record<string, AttributeValue>,
    output: string,
  ): string {
    const node = new Message();
    for (const input of inputs) node.text(1, input);
    node.text(2, output);
    node.text(3, output);
    node.text(4, type);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value));
    this.#nodes.message(1, node);
    return output;
  }
}

function window(
  height: number,
  width: number,
  stride: number,
  pad: 'same' | number,
): Record<string, AttributeValue> {
  const shape = { kernel_shape: [height, width], strides: [stride, stride] };
  return pad === 'same' ? { ...shape, auto_pad: 'SAME_UPPER' } : { ...shape, pads: [pad, pad, pad, pad] };
}

function attribute(name: string, value: AttributeValue): Message {
  const message = new Message();
  message.text(1, name);
  if (typeof value === 'number') {
    message.integer(3, value);
    message.integer(20, attributeTypes.int);
  } else if (typeof value === 'string') {
    message.text(4, value);
    message.integer(20, attributeTypes.string);
  } else if ('float' in value) {
    message.float(2, value.float);
    message.integer(20, attributeTypes.float);
  } else {
    for (const item of value) message.integer(8, item);
    message.integer(20, attributeTypes.ints);
  }
  return message;
}

function valueInfo(name: string, shape: readonly Dimension[]): Message {
  const dimensions = new Message();
  for (const size of shape) {
    const dimension = new Message();
    if (typeof size === 'number') dimension.integer(1, size);
    else dimension.text(2, size);
    dimensions.message(1, dimension);
  }
  const tensor = new Message();
  tensor.integer(1, elementFloat);
  tensor.message(2, dimensions);
  const type = new Message();
  type.message(1, tensor);
  const info = new Message();
  info.text(1, name);
  info.message(2, type);
  return info;
}

const wireVarint = 0;
const wireBytes = 2;
const wireFixed32 = 5;

/** A protobuf message as a list of encoded pieces; joined once, so that megabytes of weights are copied once. */
class Message {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  integer(field: number, value: number): void {
    this.#push(varint(field * 8 + wireVarint));
    this.#push(varint(value));
  }

  float(field: number, value: number): void {
    this.#push(varint(field * 8 + wireFixed32));
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.#push(bytes);
  }

  text(field: number, value: string): void {
    this.bytes(field, new TextEncoder().encode(value));
  }

  bytes(field: number, value: Uint8Array): void {
    this.#push(varint(field * 8 + wireBytes));
    this.#push(varint(value.length));
    this.#push(value);
  }

  message(field: number, value: Message): void {
    this.#push(varint(field * 8 + wireBytes));
    this.#push(varint(value.#length));
    this.append(value);
  }

  append(other: Message): void {
    for (const piece of other.#pieces) this.#push(piece);
  }

  toBytes(): Uint8Array {
    const out = new Uint8Array(this.#length);
    let offset = 0;
    for (const piece of this.#pieces) {
      out.set(piece, offset);
      offset += piece.length;
    }
    return out;
  }

  #push(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
  }
}

/** Base-128 of an integer; negative ones as 64-bit two's complement, as protobuf's int64 wants them. */
function varint(value: number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
