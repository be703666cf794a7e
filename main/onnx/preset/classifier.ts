// The fresh last layer of a network: a linear one, drawn as PyTorch draws it.
import { random } from '../../../shared/domain/random.ts';
import { elementCount, float32, type TensorOf } from '../tensor.ts';

export const classifierNames = { weight: 'classifier.weight', bias: 'classifier.bias' } as const;

/** Weight `[classes,width]` and bias `[classes]`, uniform within ±1/√width; they depend on `seed` alone. */
export function freshClassifier(
  classes: number,
  width: number,
  seed: number,
): Readonly<Record<keyof typeof classifierNames, TensorOf<'float32'>>> {
  const bound = 1 / Math.sqrt(width);
  const draw = (name: string, shape: readonly number[]) => {
    const stream = random(seed, 'weights', name);
    return float32(
      shape,
      Float32Array.from({ length: elementCount(shape) }, () => stream.between(-bound, bound)),
    );
  };
  return { weight: draw(classifierNames.weight, [classes, width]), bias: draw(classifierNames.bias, [classes]) };
}
