// Windows and resizing: newer options are dropped where they say the default and refused where they do not.
import { readInt, readInts, readString } from '../attribute.ts';
import { type Rewrite, type RewriteTable, without } from './rewrite.ts';

const averagePool: Rewrite = (node, rewriting) => {
  if (readInts(node, 'dilations', []).some((step) => step !== 1)) rewriting.fail(node, 'dilated average pooling');
  rewriting.change(node, { attributes: without(node.attributes, 'dilations') });
};

const coordinateModes: readonly string[] = ['half_pixel', 'pytorch_half_pixel', 'align_corners', 'asymmetric'];

const resize: Rewrite = (node, rewriting) => {
  const coordinates = readString(node, 'coordinate_transformation_mode', 'half_pixel');
  if (!coordinateModes.includes(coordinates)) rewriting.fail(node, `coordinate mode ${coordinates}`);
  if (readInt(node, 'antialias', 0) !== 0) rewriting.fail(node, 'antialiasing');
  if (readInts(node, 'axes', undefined)) rewriting.fail(node, 'resizing of listed axes');
  const policy = readString(node, 'keep_aspect_ratio_policy', 'stretch');
  if (policy !== 'stretch') rewriting.fail(node, `aspect ratio policy ${policy}`);
  const [input = '', , scales = '', sizes = ''] = node.inputs;
  // The region of interest means nothing in these modes; opset 11 wrote an empty list of scales beside sizes.
  rewriting.change(node, {
    inputs: sizes === '' ? [input, '', scales] : [input, '', '', sizes],
    attributes: without(node.attributes, 'antialias', 'keep_aspect_ratio_policy'),
  });
};

const upsample: Rewrite = (node, rewriting) => rewriting.fail(node, 'Upsample was replaced by Resize in opset 10');

export const spatialRewrites: RewriteTable = {
  AveragePool: [{ since: 19, rewrite: averagePool }],
  Resize: [{ rewrite: resize }],
  Upsample: [{ rewrite: upsample }],
};
