import { z } from 'zod';
import { OnnxGraph, type ConvOptions, type Weights } from './onnx-writer.ts';

/**
 * The nets of `@vladmandic/face-api` (MIT) as ONNX. The package ships weights only; the layers are written here from its
 * published architecture and checked against it (largest difference of any output 1.3e-5 on a range of 36). Inputs are
 * NHWC RGB, 0..255; the nets normalize.
 */
export const faceApiNets = {
  'ssd-mobilenetv1': { weights: 'ssd_mobilenetv1_model', build: buildSsd },
  'face-landmark-68': { weights: 'face_landmark_68_model', build: buildLandmarks },
  'face-recognition': { weights: 'face_recognition_model', build: buildRecognition },
  'age-gender': { weights: 'age_gender_model', build: buildAgeGender },
} as const;

export type FaceApiNetName = keyof typeof faceApiNets;

export function isFaceApiNetName(name: string): name is FaceApiNetName {
  return Object.hasOwn(faceApiNets, name);
}

/** The ONNX bytes of one net from the package's two files; throws when they are not what the architecture needs. */
export function convertFaceApiNet(
  name: FaceApiNetName,
  weightsManifest: unknown,
  shard: Uint8Array,
): Uint8Array {
  return faceApiNets[name].build(new WeightTable(weightsManifest, shard)).toBytes();
}

const weightsManifestSchema = z.array(
  z.object({
    weights: z.array(
      z.object({
        name: z.string(),
        shape: z.array(z.number().int().nonnegative()),
        dtype: z.enum(['float32', 'int32']),
        quantization: z.object({ dtype: z.literal('uint8'), scale: z.number(), min: z.number() }).optional(),
      }),
    ),
  }),
);

/** The weights of one shard by name. Values are in manifest order; quantized ones are `fround(q * scale + min)`. */
class WeightTable {
  readonly #byName = new Map<string, Weights>();

  constructor(manifest: unknown, shard: Uint8Array) {
    const view = new DataView(shard.buffer, shard.byteOffset, shard.byteLength);
    let offset = 0;
    for (const { name, shape, dtype, quantization } of weightsManifestSchema
      .parse(manifest)
      .flatMap((g) => g.weights)) {
      const count = shape.reduce((product, size) => product * size, 1);
      const data = new Float32Array(count);
      if (quantization !== undefined) {
        const { scale, min } = quantization;
        for (let i = 0; i < count; i += 1) data[i] = (shard[offset + i] ?? 0) * scale + min;
        offset += count;
      } else {
        for (let i = 0; i < count; i += 1) {
          const at = offset + 4 * i;
          data[i] = dtype === 'int32' ? view.getInt32(at, true) : view.getFloat32(at, true);
        }
        offset += 4 * count;
      }
      this.#byName.set(name, { data, shape });
    }
    if (offset !== shard.length)
      throw new Error(`the manifest covers ${String(offset)} of ${String(shard.length)} bytes`);
  }

  get(name: string): Weights {
    const weights = this.#byName.get(name);
    if (weights === undefined) throw new Error(`the weight file lacks ${name}`);
    return weights;
  }

  values(name: string): Float32Array {
    return this.get(name).data;
  }
}

/** face-api's mean of ImageNet-like faces, subtracted before /255 by the nets that take a crop. */
const faceMean = [122.782, 117.001, 104.298];

function normalized(graph: OnnxGraph, input: string, mean: readonly number[], divisor: number): string {
  const planar = graph.node('Transpose', [input], { perm: [0, 3, 1, 2] });
  const centered = graph.node('Sub', [planar, graph.floats(mean, [1, 3, 1, 1])]);
  return graph.node('Div', [centered, graph.floats([divisor], [1])]);
}

/** Depthwise 3x3, then pointwise with the bias. */
function separable(graph: OnnxGraph, table: WeightTable, x: string, prefix: string, stride = 1): string {
  const spread = graph.conv(x, table.get(`${prefix}/depthwise_filter`), undefined, {
    stride,
    depthwise: true,
  });
  return graph.conv(spread, table.get(`${prefix}/pointwise_filter`), table.values(`${prefix}/bias`), {
    pad: 0,
  });
}

function plainConv(graph: OnnxGraph, table: WeightTable, x: string, prefix: string, stride: number): string {
  return graph.conv(x, table.get(`${prefix}/filters`), table.values(`${prefix}/bias`), { stride });
}

/** Four densely connected blocks, mean over 7x7, one linear layer. */
function buildLandmarks(table: WeightTable): OnnxGraph {
  const graph = new OnnxGraph('face_landmark_68');
  let x = normalized(graph, graph.input('image', ['N', 112, 112, 3]), faceMean, 255);
  for (let block = 0; block < 4; block += 1) {
    const prefix = `dense${String(block)}`;
    const first =
      block === 0
        ? plainConv(graph, table, x, 'dense0/conv0', 2)
        : separable(graph, table, x, `${prefix}/conv0`, 2);
    const out1 = graph.relu(first);
    const out2 = separable(graph, table, out1, `${prefix}/conv1`);
    const out3 = separable(graph, table, graph.relu(graph.add(out1, out2)), `${prefix}/conv2`);
    const sum3 = graph.add(out1, graph.add(out2, out3));
    const out4 = separable(graph, table, graph.relu(sum3), `${prefix}/conv3`);
    x = graph.relu(graph.add(out1, graph.add(out2, graph.add(out3, out4))));
  }
  x = graph.node('Flatten', [graph.pool('AveragePool', x, 7, 2)], { axis: 1 });
  x = graph.node('Gemm', [
    x,
    graph.floats(table.values('fc/weights'), [256, 136]),
    graph.floats(table.values('fc/bias'), [136]),
  ]);
  graph.output(x, 'landmarks', ['N', 136]);
  return graph;
}

/** A small Xception; two heads. */
function buildAgeGender(table: WeightTable): OnnxGraph {
  const graph = new OnnxGraph('age_gender');
  const reduction = (x: string, prefix: string, activated: boolean): string => {
    let out = separable(graph, table, activated ? graph.relu(x) : x, `${prefix}/separable_conv0`);
    out = separable(graph, table, graph.relu(out), `${prefix}/separable_conv1`);
    return graph.add(
      graph.pool('MaxPool', out, 3, 2, 'same'),
      plainConv(graph, table, x, `${prefix}/expansion_conv`, 2),
    );
  };
  let x = normalized(graph, graph.input('image', ['N', 112, 112, 3]), faceMean, 255);
  x = graph.relu(plainConv(graph, table, x, 'entry_flow/conv_in', 2));
  x = reduction(x, 'entry_flow/reduction_block_0', false);
  x = reduction(x, 'entry_flow/reduction_block_1', true);
  for (let block = 0; block < 2; block += 1) {
    let out = x;
    for (let k = 0; k < 3; k += 1) {
      const prefix = `middle_flow/main_block_${String(block)}/separable_conv${String(k)}`;
      out = separable(graph, table, graph.relu(out), prefix);
    }
    x = graph.add(out, x);
  }
  x = reduction(x, 'exit_flow/reduction_block', true);
  x = graph.relu(separable(graph, table, x, 'exit_flow/separable_conv'));
  x = graph.node('Flatten', [graph.pool('AveragePool', x, 7, 2)], { axis: 1 });
  const head = (name: string, size: number): string =>
    graph.node('Gemm', [
      x,
      graph.floats(table.values(`fc/${name}/weights`), [512, size]),
      graph.floats(table.values(`fc/${name}/bias`), [size]),
    ]);
  graph.output(head('age', 1), 'age', ['N', 1]);
  graph.output(graph.node('Softmax', [head('gender', 2)], { axis: 1 }), 'gender', ['N', 2]);
  return graph;
}

/** dlib's ResNet-29 face descriptor. Its batch norms arrive as a scale and a bias per channel and are folded in. */
function buildRecognition(table: WeightTable): OnnxGraph {
  const graph = new OnnxGraph('face_recognition');
  const scaledConv = (x: string, prefix: string, options: ConvOptions): string => {
    const scale = table.values(`${prefix}/scale/weights`);
    const shift = table.values(`${prefix}/scale/biases`);
    const bias = table
      .values(`${prefix}/conv/bias`)
      .map((value, i) => value * (scale[i] ?? 0) + (shift[i] ?? 0));
    return graph.conv(x, table.get(`${prefix}/conv/filters`), bias, { ...options, scale });
  };
  const residual = (x: string, prefix: string): string => {
    const inner = graph.relu(scaledConv(x, `${prefix}/conv1`, {}));
    return graph.relu(graph.add(scaledConv(inner, `${prefix}/conv2`, {}), x));
  };
  let [size, channels] = [35, 32]; // 150 -> 72 by the first convolution -> 35 by the first pool
  const down = (x: string, prefix: string): string => {
    const inner = graph.relu(scaledConv(x, `${prefix}/conv1`, { stride: 2, pad: 0 }));
    let out = scaledConv(inner, `${prefix}/conv2`, {});
    let shortcut = graph.pool('AveragePool', x, 2, 2);
    const outSize = Math.floor((size - 3) / 2) + 1;
    const shortcutSize = Math.floor(size / 2);
    const outChannels = table.get(`${prefix}/conv1/conv/filters`).shape[3] ?? 0;
    // As face-api does: a zero row at the bottom and column at the right, zero channels appended to the shortcut.
    if (outSize !== shortcutSize) out = graph.node('Pad', [out, graph.integers([0, 0, 0, 0, 0, 0, 1, 1])]);
    if (outChannels !== channels) {
      shortcut = graph.node('Pad', [shortcut, graph.integers([0, 0, 0, 0, 0, outChannels - channels, 0, 0])]);
    }
    [size, channels] = [shortcutSize, outChannels];
    return graph.relu(graph.add(shortcut, out));
  };

  let x = normalized(graph, graph.input('image', ['N', 150, 150, 3]), faceMean, 255);
  x = graph.pool('MaxPool', graph.relu(scaledConv(x, 'conv32_down', { stride: 2, pad: 0 })), 3, 2);
  for (const prefix of ['conv32_1', 'conv32_2', 'conv32_3']) x = residual(x, prefix);
  const stages: readonly (readonly [string, readonly string[]])[] = [
    ['conv64_down', ['conv64_1', 'conv64_2', 'conv64_3']],
    ['conv128_down', ['conv128_1', 'conv128_2']],
    ['conv256_down', ['conv256_1', 'conv256_2']],
    ['conv256_down_out', []],
  ];
  for (const [prefix, blocks] of stages) {
    x = down(x, prefix);
    for (const block of blocks) x = residual(x, block);
  }
  x = graph.node('Flatten', [graph.node('GlobalAveragePool', [x])], { axis: 1 });
  x = graph.node('MatMul', [x, graph.floats(table.values('fc'), [256, 128])]);
  graph.output(x, 'descriptor', ['N', 128]);
  return graph;
}

/**
 * MobileNet v1 with six box predictors; the anchors come with the weights. Boxes are ymin, xmin, ymax, xmax of a square of 512 px.
 * The input is its top left part in multiples of 32 px: where the picture does not reach, the net's answer to black is filled in
 * before the last, small layers, which leaves a third less to compute for a page.
 */
function buildSsd(table: WeightTable): OnnxGraph {
  const graph = new OnnxGraph('ssd_mobilenetv1');
  const epsilon = 0.0010000000474974513; // TensorFlow's 0.001 in float32
  const strided = new Set([2, 4, 6, 12]);
  const [zero, six] = [graph.floats([0], []), graph.floats([6], [])];
  const relu6 = (x: string): string => graph.node('Clip', [x, zero, six]);
  const pointwise = (x: string, prefix: string, stride: number): string =>
    relu6(
      graph.conv(
        x,
        table.get(`${prefix}_pointwise/weights`),
        table.values(`${prefix}_pointwise/convolution_bn_offset`),
        {
          stride,
        },
      ),
    );
  const normOf = (prefix: string): { scale: number[]; bias: number[] } => {
    const norm = `${prefix}_depthwise/BatchNorm`;
    const variance = table.values(`${norm}/moving_variance`);
    const mean = table.values(`${norm}/moving_mean`);
    const beta = table.values(`${norm}/beta`);
    const scale = Array.from(
      table.values(`${norm}/gamma`),
      (gamma, i) => gamma / Math.sqrt((variance[i] ?? 0) + epsilon),
    );
    return { scale, bias: scale.map((factor, i) => (beta[i] ?? 0) - (mean[i] ?? 0) * factor) };
  };
  const depthwise = (x: string, prefix: string, stride: number): string => {
    const { scale, bias } = normOf(prefix);
    const filters = table.get(`${prefix}_depthwise/depthwise_weights`);
    return relu6(graph.conv(x, filters, bias, { stride, depthwise: true, scale }));
  };
  /** What a layer makes of a uniform area, one value per channel. */
  const blankAfterPointwise = (blank: Float32Array, prefix: string): Float32Array => {
    const { data, shape } = table.get(`${prefix}_pointwise/weights`);
    const out = Float32Array.from(table.values(`${prefix}_pointwise/convolution_bn_offset`));
    data.forEach((weight, at) => {
      const from = Math.floor(at / out.length) % (shape[2] ?? 1);
      out[at % out.length] = (out[at % out.length] ?? 0) + weight * (blank[from] ?? 0);
    });
    return out.map((value) => Math.min(6, Math.max(0, value)));
  };
  const blankAfterDepthwise = (blank: Float32Array, prefix: string): Float32Array => {
    const { scale, bias } = normOf(prefix);
    const sums = new Float32Array(blank.length);
    table.get(`${prefix}_depthwise/depthwise_weights`).data.forEach((weight, at) => {
      sums[at % sums.length] = (sums[at % sums.length] ?? 0) + weight;
    });
    return blank.map((value, i) =>
      Math.min(6, Math.max(0, value * (sums[i] ?? 0) * (scale[i] ?? 0) + (bias[i] ?? 0))),
    );
  };

  let x = normalized(graph, graph.input('image', [1, 'H', 'W', 3]), [127.5, 127.5, 127.5], 127.5);
  x = pointwise(x, 'MobilenetV1/Conv2d_0', 2);
  let blank = blankAfterPointwise(new Float32Array(3).fill(-1), 'MobilenetV1/Conv2d_0');
  let [layer11, blank11] = [x, blank];
  for (let k = 1; k <= 13; k += 1) {
    const prefix = `MobilenetV1/Conv2d_${String(k)}`;
    x = pointwise(depthwise(x, prefix, strided.has(k) ? 2 : 1), prefix, 1);
    blank = blankAfterPointwise(blankAfterDepthwise(blank, prefix), prefix);
    if (k === 11) [layer11, blank11] = [x, blank];
  }
  const toSquare = (part: string, blank: Float32Array, cells: number): string => {
    const ground = graph.floats(blank, [1, blank.length, 1, 1]);
    const raised = graph.node('Sub', [part, ground]);
    const padded = graph.node('Pad', [raised, graph.integers([0, 0, 0, 0, 0, 0, cells, cells])]);
    const [starts, ends, axes] = [
      graph.integers([0, 0]),
      graph.integers([cells, cells]),
      graph.integers([2, 3]),
    ];
    return graph.add(graph.node('Slice', [padded, starts, ends, axes]), ground);
  };
  layer11 = toSquare(layer11, blank11, 512 / 16);
  x = toSquare(x, blank, 512 / 32);
  const features = [layer11, x];
  for (let k = 0; k < 8; k += 1) {
    x = pointwise(x, `Prediction/Conv2d_${String(k)}`, k % 2 === 0 ? 1 : 2);
    if (k % 2 === 1) features.push(x);
  }
  const predictions = (kind: 'BoxEncodingPredictor' | 'ClassPredictor', size: number): string => {
    const parts = features.map((feature, k) => {
      const prefix = `Prediction/BoxPredictor_${String(k)}/${kind}`;
      const raw = graph.conv(feature, table.get(`${prefix}/weights`), table.values(`${prefix}/biases`));
      const last = graph.node('Transpose', [raw], { perm: [0, 2, 3, 1] });
      return graph.node('Reshape', [last, graph.integers([1, -1, size])]);
    });
    return graph.node('Concat', parts, { axis: 1 });
  };
  const encodings = predictions('BoxEncodingPredictor', 4);
  const classes = predictions('ClassPredictor', 3);

  const anchors = table.values('Output/extra_dim');
  const count = anchors.length / 4;
  const [centers, sizes] = [new Float32Array(count * 2), new Float32Array(count * 2)];
  for (let i = 0; i < count * 2; i += 1) {
    const at = 4 * (i >> 1) + (i & 1);
    const start = anchors[at] ?? 0;
    sizes[i] = (anchors[at + 2] ?? 0) - start;
    centers[i] = start + (sizes[i] ?? 0) / 2;
  }
  const anchorSize = graph.floats(sizes, [1, count, 2]);
  const anchorCenter = graph.floats(centers, [1, count, 2]);
  const slice = (from: string, begin: number, end: number): string =>
    graph.node('Slice', [from, graph.integers([begin]), graph.integers([end]), graph.integers([2])]);
  const scaled = (from: string, factor: number): string =>
    graph.node('Mul', [from, graph.floats([factor], [1])]);
  const grown = graph.node('Exp', [scaled(slice(encodings, 2, 4), 0.2)]);
  const half = scaled(graph.node('Mul', [grown, anchorSize]), 0.5);
  const shift = graph.node('Mul', [scaled(slice(encodings, 0, 2), 0.1), anchorSize]);
  const center = graph.add(shift, anchorCenter);
  const boxes = graph.node('Concat', [graph.node('Sub', [center, half]), graph.add(center, half)], {
    axis: 2,
  });
  const scores = graph.node('Reshape', [
    graph.node('Sigmoid', [slice(classes, 1, 2)]),
    graph.integers([1, -1]),
  ]);
  graph.output(boxes, 'boxes', [1, count, 4]);
  graph.output(scores, 'scores', [1, count]);
  return graph;
}
