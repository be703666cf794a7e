// How a large picture lies in its view: scaled about a point, moved, and never lost out of sight.

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels of the screen per pixel of the picture, and the picture's centre relative to the view's. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const largest = 16;

/** All of the picture, not enlarged beyond four times. */
export function fitted(picture: Size, frame: Size): View {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height, 4);
  return { scale: Number.isFinite(scale) && scale > 0 ? scale : 1, x: 0, y: 0 };
}

/** Scales so that what is under the point (relative to the view's centre) stays there. */
export function zoomed(view: View, factor: number, at: { x: number; y: number }, picture: Size, frame: Size): View {
  const smallest = Math.min(fitted(picture, frame).scale, 1);
  const scale = Math.min(largest, Math.max(smallest, view.scale * factor));
  const ratio = scale / view.scale;
  return held({ scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio }, picture, frame);
}

export function shifted(view: View, dx: number, dy: number, picture: Size, frame: Size): View {
  return held({ ...view, x: view.x + dx, y: view.y + dy }, picture, frame);
}

/** The picture's edges stay at or beyond the view's; a smaller picture stays in the middle. */
function held({ scale, x, y }: View, picture: Size, frame: Size): View {
  const room = (length: number, view: number) => Math.max(0, (length * scale - view) / 2);
  const [across, down] = [room(picture.width, frame.width), room(picture.height, frame.height)];
  return { scale, x: Math.min(across, Math.max(-across, x)), y: Math.min(down, Math.max(-down, y)) };
}
