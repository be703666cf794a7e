// Pooling of blocked values. As in the portable rules, the first largest tap takes a maximum's gradient.
import { readInts } from '../../onnx/attribute.ts';
import type { Value } from '../../onnx/builder.ts';
import { readWindow, type Window } from '../../onnx/infer/spatial.ts';
import { elementCount } from '../../onnx/tensor.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { maskWhere } from '../rules/common.ts';
import { kernelPositions } from '../rules/window.ts';
import { Blocked } from './blocked.ts';

/** Below any activation, yet finite: infinities would turn into NaN when multiplied by a zero mask. */
const LOWEST = -3e38;

function windowOf(context: RuleContext): Window {
  const kernel = readInts(context.node, 'kernel_shape', undefined) ?? context.fail('kernel_shape is missing');
  return readWindow(context.node, context.input(0).shape, kernel);
}

export const globalAverageRule =
  (block: number): Rule =>
  (context) => {
    const { builder } = context;
    const blocked = new Blocked(builder, block);
    const x = context.input(0);
    const [batch = 1, channels = 1, ...spatial] = x.shape;
    const pixels = elementCount(spatial);
    return {
      outputs: [blocked.globalAverage(x)],
      backward: ([dy]) => {
        if (!dy) return [];
        const share = builder.op('Mul', [dy, builder.scalar(1 / pixels)]);
        const rows = blocked.reshape(share, [batch, channels / block, 1, block]);
        const spread = builder.op('Expand', [rows, builder.ints([batch, channels / block, pixels, block])]);
        return [blocked.reshape(spread, x.shape)];
      },
    };
  };

export const maxPoolRule =
  (block: number): Rule =>
  (context) => {
    const blocked = new Blocked(context.builder, block);
    const x = context.input(0);
    const window = windowOf(context);
    const y = blocked.maxPool(x, window);
    return { outputs: [y], backward: ([dy]) => (dy ? [maxPoolGradient(blocked, x, y, dy, window)] : []) };
  };

function maxPoolGradient(blocked: Blocked, x: Value, y: Value, dy: Value, window: Window): Value {
  const { builder } = blocked;
  const [batch = 1, channels = 1, height = 1, width = 1] = x.shape;
  const [outHeight = 1, outWidth = 1] = y.shape.slice(2);
  const planes = (batch * channels) / blocked.block;
  const [strideY = 1, strideX = 1] = window.strides;
  const [dilationY = 1, dilationX = 1] = window.dilations;
  const [padY = 0, padX = 0] = window.pads;
  const positions = kernelPositions(window.kernel);
  const asRows = (value: Value) => blocked.reshape(value, [planes, outHeight, outWidth, blocked.block]);
  const maximum = asRows(y);
  let remaining = asRows(dy);
  const shares = positions.map(([row = 0, column = 0], index) => {
    const source = (h: number, w: number) => {
      const [top, left] = [h * strideY + row * dilationY - padY, w * strideX + column * dilationX - padX];
      return top >= 0 && top < height && left >= 0 && left < width ? top * width + left : undefined;
    };
    const tap = blocked.rows(x, planes, [outHeight, outWidth], source, { fill: LOWEST });
    const share = builder.op('Mul', [maskWhere(builder, 'Equal', tap, maximum), remaining]);
    if (index < positions.length - 1) remaining = builder.op('Sub', [remaining, share]);
    return share;
  });
  // Each pixel of x collects the shares of every window it lies in: up to `most` of them.
  const pixels = outHeight * outWidth;
  const contributions = Array.from({ length: height * width }, (_, pixel) =>
    positions.flatMap(([row = 0, column = 0], tap) => {
      const h = (Math.floor(pixel / width) + padY - row * dilationY) / strideY;
      const w = ((pixel % width) + padX - column * dilationX) / strideX;
      const inside = Number.isInteger(h) && Number.isInteger(w) && h >= 0 && h < outHeight && w >= 0 && w < outWidth;
      return inside ? [tap * pixels + h * outWidth + w] : [];
    }),
  );
  const most = Math.max(...contributions.map((list) => list.length), 1);
  const joined = builder.op('Concat', shares, { axis: 1 });
  const parts = Array.from({ length: most }, (_, index) =>
    blocked.rows(joined, planes, [height, width], (h, w) => contributions[h * width + w]?.[index]),
  );
  const sum = parts.reduce((total, part) => builder.op('Add', [total, part]));
  return blocked.reshape(sum, x.shape);
}
