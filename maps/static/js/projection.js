// Web Mercator in units of the world's width: 0 to 1 from west to east and from north to south.

const LIMIT = 85.0511287798066;

/** Return [x, y] of a longitude and latitude in degrees. */
export function toWorld(lon, lat) {
  const held = Math.max(-LIMIT, Math.min(LIMIT, lat));
  const sine = Math.sin((held * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** Decode a delta-encoded ring or line into world units, with its bounds. */
export function decodeLine(numbers, scale) {
  const points = new Float64Array(numbers.length);
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  let [lon, lat] = [0, 0];
  for (let i = 0; i < numbers.length; i += 2) {
    lon += numbers[i];
    lat += numbers[i + 1];
    const [x, y] = toWorld(lon * scale, lat * scale);
    points[i] = x;
    points[i + 1] = y;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return { points, box };
}

/** Return whether two boxes of min x, min y, max x, max y share a point. */
export function meet(a, b) {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}
