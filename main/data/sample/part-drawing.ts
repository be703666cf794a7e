// Draws one synthetic part, a turned and brushed metal disc under uneven light, as SVG layers; defects by class.
import type { Random } from '../../../shared/domain/random.ts';

export const sampleClasses = ['OK', 'scratch', 'stain', 'chip'] as const;
export type SampleClass = (typeof sampleClasses)[number];

export interface Drawing {
  readonly svg: string;
  /** Strength of the sensor noise to add, in grey levels. */
  readonly noise: number;
  /** Blur of the lens, in pixels. */
  readonly blur: number;
}

function polar(cx: number, cy: number, radius: number, angle: number): [number, number] {
  return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)];
}

function points(list: readonly (readonly [number, number])[]): string {
  return list.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' ');
}

/** A thin bent line, bright on one side, as a tool leaves it. */
function scratch(cx: number, cy: number, radius: number, stream: Random): string {
  const middle = polar(cx, cy, radius * stream.between(0.35, 0.75), stream.between(0, 2 * Math.PI));
  const heading = stream.between(0, 2 * Math.PI);
  const half = radius * stream.between(0.35, 0.65);
  const from = polar(...middle, half, heading + Math.PI + stream.between(-0.25, 0.25));
  const to = polar(...middle, half, heading);
  const width = stream.between(2.2, 4);
  const opacity = stream.between(0.75, 1);
  const path = `M${points([from])} Q${points([middle])} ${points([to])}`;
  return `<g fill="none" stroke-linecap="round" clip-path="url(#part)">
    <path d="${path}" stroke="#1c1d20" stroke-width="${width}" opacity="${opacity}"/>
    <path d="${path}" stroke="#ffffff" stroke-width="${width * 0.5}" opacity="${opacity * 0.8}" transform="translate(0.8 0.8)"/></g>`;
}

/** A soft dark or brownish spot: oil, water, corrosion. */
function stain(cx: number, cy: number, radius: number, stream: Random): string {
  const [x, y] = polar(cx, cy, radius * stream.between(0.1, 0.75), stream.between(0, 2 * Math.PI));
  const shade = ['#3a2a18', '#20242a', '#4a3a20'][stream.integer(3)] ?? '#20242a';
  const opacity = stream.between(0.4, 0.75);
  const spots = Array.from({ length: 3 + stream.integer(3) }, () => {
    const [px, py] = polar(x, y, radius * stream.between(0, 0.12), stream.between(0, 2 * Math.PI));
    const [rx, ry] = [radius * stream.between(0.09, 0.24), radius * stream.between(0.08, 0.2)];
    return `<ellipse cx="${px}" cy="${py}" rx="${rx}" ry="${ry}"/>`;
  }).join('');
  return `<g fill="${shade}" opacity="${opacity}" filter="url(#soft)" clip-path="url(#part)">${spots}</g>`;
}

/** A piece broken out of the rim: background shows, with a bright broken face. */
function chip(cx: number, cy: number, radius: number, background: string, stream: Random): string {
  const angle = stream.between(0, 2 * Math.PI);
  const half = stream.between(0.15, 0.3);
  const depth = stream.between(0.18, 0.34);
  const inner = Array.from({ length: 5 }, (_, i): [number, number] => {
    const at = angle - half + (2 * half * (i + 0.5)) / 5;
    const bow = Math.sin(((i + 0.5) / 5) * Math.PI);
    return polar(cx, cy, radius * (1 - depth * bow * stream.between(0.7, 1.2)), at);
  });
  const rim = [polar(cx, cy, radius * 1.06, angle + half), polar(cx, cy, radius * 1.06, angle - half)];
  return `<polygon points="${points([...rim, ...inner])}" fill="${background}"/>
    <polyline points="${points(inner)}" fill="none" stroke="#f4f4f2" stroke-width="${stream.between(0.5, 1.4)}" opacity="0.7"/>`;
}

/** Fine turning marks: concentric rings of slightly different grey, which hide faint scratches. */
function rings(cx: number, cy: number, radius: number, stream: Random): string {
  return Array.from({ length: 26 }, () => {
    const shade = stream.chance(0.5) ? '#ffffff' : '#303236';
    const opacity = stream.between(0.01, 0.08);
    return `<circle cx="${cx}" cy="${cy}" r="${radius * stream.between(0.22, 1)}" stroke="${shade}" stroke-width="${stream.between(0.3, 1.6)}" opacity="${opacity}"/>`;
  }).join('');
}

/** Harmless marks that good and bad parts share: dust and short handling marks. */
function dust(cx: number, cy: number, radius: number, stream: Random): string {
  return Array.from({ length: stream.integer(5) }, () => {
    const [x, y] = polar(cx, cy, radius * stream.between(0, 0.95), stream.between(0, 2 * Math.PI));
    return `<circle cx="${x}" cy="${y}" r="${stream.between(0.3, 0.9)}" fill="#2a2b2e" opacity="${stream.between(0.2, 0.6)}"/>`;
  }).join('');
}

export function drawPart(kind: SampleClass, size: number, stream: Random): Drawing {
  const cx = size * (0.5 + stream.between(-0.03, 0.03));
  const cy = size * (0.5 + stream.between(-0.03, 0.03));
  const radius = size * stream.between(0.39, 0.43);
  const backLevel = 28 + stream.integer(24);
  const background = `rgb(${backLevel},${backLevel + 3},${backLevel + 6})`;
  const level = 155 + stream.integer(35);
  const [bright, dark] = [level + 30, level - 38].map((value) => `rgb(${value},${value},${value - 3})`);
  const [lightX, lightY] = [stream.between(0.2, 0.8), stream.between(0.2, 0.8)];
  const hole = radius * stream.between(0.17, 0.21);
  const defect = {
    OK: () => '',
    scratch: () => Array.from({ length: 1 + stream.integer(3) }, () => scratch(cx, cy, radius, stream)).join(''),
    stain: () => stain(cx, cy, radius, stream),
    chip: () => chip(cx, cy, radius, background, stream),
  }[kind]();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">
    <defs>
      <radialGradient id="light" cx="${lightX}" cy="${lightY}" r="0.8"><stop offset="0" stop-color="${bright}"/><stop offset="1" stop-color="${dark}"/></radialGradient>
      <clipPath id="part"><circle cx="${cx}" cy="${cy}" r="${radius}"/></clipPath>
      <filter id="soft"><feGaussianBlur stdDeviation="${size / 60}"/></filter>
    </defs>
    <rect width="${size}" height="${size}" fill="${background}"/>
    <circle cx="${cx}" cy="${cy}" r="${radius}" fill="url(#light)"/>
    <g fill="none">${rings(cx, cy, radius, stream)}</g>
    <circle cx="${cx}" cy="${cy}" r="${radius}" fill="none" stroke="#eeeeec" stroke-width="1" opacity="0.5"/>
    ${dust(cx, cy, radius, stream)}${defect}
    <circle cx="${cx}" cy="${cy}" r="${hole}" fill="${background}" stroke="#e4e4e0" stroke-width="1"/></svg>`;
  return { svg, noise: stream.between(2, 4.5), blur: stream.between(0.3, 0.8) };
}
