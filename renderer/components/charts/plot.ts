// uPlot in our terms: colours read from the page at every drawing, the size of its place, marks, the point under the pointer.
import './plain-locale.ts';
import uPlot from 'uplot';
import type { Line } from './LineChart.svelte';

export interface ChartPlan {
  readonly at: readonly number[];
  readonly lines: readonly Line[];
  /** Of the vertical axis; absent: plain numbers, as fine as the axis is divided. */
  readonly format: ((value: number) => string) | undefined;
  readonly formatAt: (value: number) => string;
  readonly range: readonly [number, number] | undefined;
  readonly rangeAt: readonly [number, number] | undefined;
  /** Vertical marks: `here` is a full line, `best` a dashed one. */
  readonly marks: readonly { readonly at: number; readonly kind: 'here' | 'best' }[];
  readonly height: number;
}

const dashes = { solid: [], dashed: [7, 4], dotted: [2, 3] };
/** Room for the figures of the vertical axis; equal in all charts, so that those below each other line up. */
export const axisWidth = 60;
export const rightEdge = 16;

export interface Chart {
  /** Draws what the plan says now. */
  update(): void;
  end(): void;
}

/** Draws into `place`; `plan` is asked anew at every update. */
export function drawChart(place: HTMLElement, plan: () => ChartPlan, onReading: (index: number | null) => void): Chart {
  const swatches = place.parentElement?.querySelectorAll<HTMLElement>('[data-line]') ?? [];
  const colourOf = (index: number) => {
    const swatch = swatches[index];
    return swatch ? getComputedStyle(swatch).color : 'gray';
  };
  const quiet = () => getComputedStyle(place).color;
  const gridColour = () => getComputedStyle(place.parentElement ?? place).borderTopColor;
  const font = `12px ${getComputedStyle(place).fontFamily}`;
  const axis = { stroke: quiet, font, grid: { stroke: gridColour, width: 1 }, ticks: { show: false } };
  const { lines, height } = plan();
  // Single steps may leap far out: the lines in front set the range, with room to see how the steps scatter.
  const air = lines.some(({ faint }) => faint) ? 0.5 : 0.08;

  const plot = new uPlot(
    {
      width: Math.max(120, place.clientWidth),
      height,
      padding: [8, rightEdge, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false, points: { size: 7 } },
      scales: {
        x: { time: false, range: (_, low, high) => spread(plan().rangeAt ?? [low, high]) },
        y: { range: (_, low, high) => spread(plan().range ?? roomy(low, high, air)) },
      },
      axes: [
        { ...axis, size: 28, values: (_, values) => values.map((value) => plan().formatAt(value)), space: 60 },
        {
          ...axis,
          size: axisWidth,
          values: (_, values, __, ___, increment) =>
            values.map((value) => plan().format?.(value) ?? axisNumber(value, increment)),
          space: 32,
        },
      ],
      series: [
        {},
        ...lines.map((line, index) => ({
          stroke: () => colourOf(index),
          width: line.faint ? 1 : 2,
          alpha: line.faint ? 0.22 : 1,
          dash: dashes[line.dash ?? 'solid'],
          spanGaps: true,
          auto: !line.faint,
          points: { show: (self: uPlot) => !line.faint && self.data[0].length < 3 },
          ...(line.stepped && stepped ? { paths: stepped } : {}),
        })),
      ],
      hooks: {
        setCursor: [({ cursor }) => onReading(cursor.idx ?? null)],
        draw: [(self) => drawMarks(self, plan().marks, quiet())],
      },
    },
    columns(plan()),
    place,
  );
  return { update: () => plot.setData(columns(plan())), end: followPage(place, plot, height) };
}

// What is judged at a threshold is judged at any down to the one before: the step lies at the earlier point.
const stepped = uPlot.paths.stepped?.({ align: -1 });

function columns({ at, lines }: ChartPlan): uPlot.AlignedData {
  return [[...at], ...lines.map(({ values }) => [...values])];
}

/** Follows the place's width and changes of theme; returns what ends that and the plot. */
function followPage(place: HTMLElement, plot: uPlot, height: number): () => void {
  const size = new ResizeObserver(() => {
    const width = Math.max(120, place.clientWidth);
    if (width !== plot.width) plot.setSize({ width, height });
  });
  size.observe(place);
  const redraw = () => plot.redraw(false);
  const theme = new MutationObserver(redraw);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', redraw);
  return () => {
    size.disconnect();
    theme.disconnect();
    scheme.removeEventListener('change', redraw);
    plot.destroy();
  };
}

/** Neighbours on the axis differ by `increment`: so many places and no more. */
function axisNumber(value: number, increment: number): string {
  const places = Math.max(0, -Math.floor(Math.log10(increment) + 1e-9));
  return value.toFixed(Math.min(8, places));
}

/** A range of one point still has a width. */
function spread([low, high]: readonly [number, number]): [number, number] {
  return low < high ? [low, high] : [low - 0.5, low + 0.5];
}

/**
 * Some air above and below, as a share of the range; from 0 where the values come near it. Never so narrow that the
 * figures beside it read alike.
 */
function roomy(low: number, high: number, share: number): readonly [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const range = Math.max(high - low, Math.max(Math.abs(low), Math.abs(high)) * 0.05) || 1;
  const air = Math.max(range * share, (range - (high - low)) / 2);
  return [low >= 0 && low - range * 0.32 < 0 ? 0 : low - air, high + air];
}

function drawMarks(plot: uPlot, marks: ChartPlan['marks'], colour: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = colour;
  for (const { at, kind } of marks) {
    const x = Math.round(plot.valToPos(at, 'x', true)) + 0.5;
    ctx.lineWidth = (kind === 'here' ? 2 : 1) * devicePixelRatio;
    ctx.setLineDash(kind === 'here' ? [] : [4 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
