// Where a network looked: class activation from activations and their gradients (LayerCAM, Jiang et al. 2021).

/** One feature map of an image and the gradient of a class's logit there, both `[C,side,side]`. */
export interface AttentionLayer {
  readonly side: number;
  readonly activation: Float32Array;
  readonly gradient: Float32Array;
}

/** How strongly earlier layers, which respond weakly, are raised (equation 8). */
const GAIN = 2;

/**
 * What spoke for the class, `[side,side]` of the finest layer, 0 to 1: in each layer ReLU(Σ_c ReLU(gradient) · activation)
 * (equations 5 and 6), the last one divided by its largest value, the others raised by tanh, and of all the greatest.
 * @param layers from fine to coarse; zeros where nothing spoke for the class
 */
export function layerCam(layers: readonly AttentionLayer[]): { readonly side: number; readonly map: Float32Array } {
  const side = Math.max(1, ...layers.map((layer) => layer.side));
  const map = new Float32Array(side * side);
  for (const [place, layer] of layers.entries()) {
    const own = classMap(layer);
    const largest = own.reduce((most, value) => Math.max(most, value), 0);
    if (!(largest > 0)) continue;
    const isLast = place === layers.length - 1;
    const raised = own.map((value) => (isLast ? value / largest : Math.tanh((GAIN * value) / largest)));
    const fine = enlarge(raised, layer.side, side);
    for (let index = 0; index < map.length; index++) map[index] = Math.max(map[index] ?? 0, fine[index] ?? 0);
  }
  return { side, map };
}

function classMap({ side, activation, gradient }: AttentionLayer): Float32Array {
  const plane = side * side;
  const map = new Float32Array(plane);
  for (let index = 0; index < activation.length; index++) {
    const weight = Math.max(0, gradient[index] ?? 0);
    map[index % plane] = (map[index % plane] ?? 0) + weight * (activation[index] ?? 0);
  }
  return map.map((value) => Math.max(0, value));
}

/** Bilinear, pixel centres aligned. */
function enlarge(map: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return map;
  const at = (row: number, column: number) => map[row * from + column] ?? 0;
  return Float32Array.from({ length: to * to }, (_, index) => {
    const place = (one: number) => Math.min(from - 1, Math.max(0, ((one + 0.5) * from) / to - 0.5));
    const [y, x] = [place(Math.floor(index / to)), place(index % to)];
    const [top, left] = [Math.floor(y), Math.floor(x)];
    const [bottom, right] = [Math.min(from - 1, top + 1), Math.min(from - 1, left + 1)];
    const across = (row: number) => at(row, left) * (1 - (x - left)) + at(row, right) * (x - left);
    return across(top) * (1 - (y - top)) + across(bottom) * (y - top);
  });
}
