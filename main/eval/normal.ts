// The standard normal distribution: quantiles and cumulative shares.

/** The z with Φ(z) = p, for 0 < p < 1, by bisection down to neighbouring floating-point numbers. */
export function normalQuantile(p: number): number {
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  let [low, high] = [-40, 0];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (lowerTail(middle) < p) low = middle;
    else high = middle;
  }
}

/** Φ(z). */
export function normalCumulative(z: number): number {
  return z <= 0 ? lowerTail(z) : 1 - lowerTail(-z);
}

/** Φ(z) for z ≤ 0. */
function lowerTail(z: number): number {
  const t = -z;
  if (t > 3) return Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI) / millsFraction(t);
  // Series 7.6.2 of DLMF: Φ(t) − ½ = φ(t) · Σ t^(2n+1) / (1·3·…·(2n+1)).
  let [term, total] = [t, t];
  for (let n = 1; term > total * Number.EPSILON; n++) {
    term *= (t * t) / (2 * n + 1);
    total += term;
  }
  return 0.5 - (Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI)) * total;
}

/** Laplace's continued fraction t + 1/(t + 2/(t + 3/…)), evaluated from its tail. */
function millsFraction(t: number): number {
  let fraction = t;
  for (let n = 200; n >= 1; n--) fraction = t + n / fraction;
  return fraction;
}
