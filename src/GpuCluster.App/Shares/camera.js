// A camera that orbits a target; z is up. Positions are those of the page: the widest axis from -0.5 to 0.5.
const Fov = 0.78, Lens = 1 / Math.tan(Fov / 2);

// The middle of the cloud, and how far 98 of 100 points are from it at most: a few strays do not make all others small.
const cloud = (() => {
  const step = Math.max(1, Math.floor(count / 20000)), list = [];
  for (let i = 0; i < count; i += step) list.push([0, 1, 2].map(axis => points[3 * i + axis] / 65535 - 0.5));
  const middle = [0, 1, 2].map(axis => { const s = list.map(p => p[axis]).sort((a, b) => a - b); return (s[Math.floor(s.length * 0.02)] + s[Math.ceil(s.length * 0.98) - 1]) / 2; });
  const far = list.map(p => Math.hypot(p[0] - middle[0], p[1] - middle[1], p[2] - middle[2])).sort((a, b) => a - b);
  return { list, middle, radius: Math.max(0.04, far[Math.ceil(far.length * 0.98) - 1]) };
})();

const camera = { target: [...cloud.middle], yaw: facts.flat ? 0 : 0.6, pitch: facts.flat ? Math.PI / 2 : 0.32, distance: 2, spinYaw: 0, spinPitch: 0, turns: false };
let flight = null;

// Where the picture's middle is, in halves of its width and height: panels cover the rest.
const centre = [0, 0];

function viewOf(width, height) {
  const sy = Math.sin(camera.yaw), cy = Math.cos(camera.yaw), sp = Math.sin(camera.pitch), cp = Math.cos(camera.pitch);
  const right = [cy, sy, 0], up = [-sy * sp, cy * sp, cp], ahead = [-sy * cp, cy * cp, -sp];
  const near = Math.max(0.004, camera.distance - 2), far = camera.distance + 3;
  const aspect = width / height, lens = Lens, depth = (far + near) / (far - near), shift = -2 * far * near / (far - near);
  const rowX = right.map((r, i) => lens / aspect * r + centre[0] * ahead[i]), rowY = up.map((u, i) => lens * u + centre[1] * ahead[i]);
  const t = camera.target, dot = row => row[0] * t[0] + row[1] * t[1] + row[2] * t[2];
  const ws = camera.distance - dot(ahead);
  const matrix = new Float32Array([
    rowX[0], rowY[0], depth * ahead[0], ahead[0],
    rowX[1], rowY[1], depth * ahead[1], ahead[1],
    rowX[2], rowY[2], depth * ahead[2], ahead[2],
    centre[0] * camera.distance - dot(rowX), centre[1] * camera.distance - dot(rowY), depth * ws + shift, ws,
  ]);
  return { matrix, right, up, ahead, eye: t.map((x, i) => x - ahead[i] * camera.distance), near, far, width, height, pixels: lens * height / 2 };
}

// Pixels from the top left, and the distance along the view; below `near` it is behind the camera.
function project(view, at, out) {
  const m = view.matrix, w = m[3] * at[0] + m[7] * at[1] + m[11] * at[2] + m[15];
  out[0] = ((m[0] * at[0] + m[4] * at[1] + m[8] * at[2] + m[12]) / w + 1) / 2 * view.width;
  out[1] = (1 - (m[1] * at[0] + m[5] * at[1] + m[9] * at[2] + m[13]) / w) / 2 * view.height;
  out[2] = w;
  return out;
}

// What is under a pixel at some distance along the view.
function unproject(view, x, y, w) {
  const u = ((2 * x / view.width - 1) - centre[0]) * w * view.width / view.height / Lens, v = ((1 - 2 * y / view.height) - centre[1]) * w / Lens;
  return [0, 1, 2].map(i => camera.target[i] + view.right[i] * u + view.up[i] * v + view.ahead[i] * (w - camera.distance));
}

// Where the camera has to be so that of some points, x, y, z each, all but a few strays are in the free part of the picture.
function framing(list, width, height) {
  const view = viewOf(width, height), along = (axis, p) => axis[0] * p[0] + axis[1] * p[1] + axis[2] * p[2];
  const middleOf = axis => { const s = list.map(p => along(axis, p)).sort((a, b) => a - b); return (s[Math.floor(s.length * 0.01)] + s[Math.ceil(s.length * 0.99) - 1]) / 2; };
  const middle = [view.right, view.up, view.ahead].map(middleOf);
  const target = [0, 1, 2].map(i => view.right[i] * middle[0] + view.up[i] * middle[1] + view.ahead[i] * middle[2]);
  const wide = Lens / (0.93 * (1 - Math.abs(centre[0])) * width / height), high = Lens / (0.76 * (1 - Math.abs(centre[1])));
  const needed = list.map(p => Math.max(Math.abs(along(view.right, p) - middle[0]) * wide, Math.abs(along(view.up, p) - middle[1]) * high) - (along(view.ahead, p) - middle[2])).sort((a, b) => a - b);
  return { target, distance: Math.max(0.15, needed[Math.ceil(needed.length * 0.99) - 1]) };
}

function flyTo(target, distance, milliseconds = 450) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) milliseconds = 0;
  flight = { from: [...camera.target], to: target, start: camera.distance, end: distance, began: performance.now(), milliseconds };
  camera.spinYaw = camera.spinPitch = 0;
}

// Moves by the time since the last picture; true while it still moves.
function moveCamera(seconds, now) {
  let moves = false;
  if (flight) {
    const t = flight.milliseconds ? Math.min(1, (now - flight.began) / flight.milliseconds) : 1, ease = t * t * (3 - 2 * t);
    camera.target = flight.from.map((x, i) => x + (flight.to[i] - x) * ease);
    camera.distance = flight.start * (flight.end / flight.start) ** ease;
    if (t === 1) flight = null;
    moves = true;
  }
  if (camera.turns) { camera.yaw += 0.25 * seconds; moves = true; }
  if (Math.abs(camera.spinYaw) + Math.abs(camera.spinPitch) > 0.02) {
    camera.yaw += camera.spinYaw * seconds;
    camera.pitch = Math.max(-1.57, Math.min(1.57, camera.pitch + camera.spinPitch * seconds));
    const left = Math.exp(-seconds * 5);
    camera.spinYaw *= left;
    camera.spinPitch *= left;
    moves = true;
  }
  return moves;
}
