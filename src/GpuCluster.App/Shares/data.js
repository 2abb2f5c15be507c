// What the page holds: facts as JSON, numbers as base64. What stands behind the script is read when it is needed.
const byId = id => document.getElementById(id);
const facts = JSON.parse(byId("cloud-facts").textContent);

function bytesOf(id) {
  const text = byId(id).textContent;
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const packed = atob(text), bytes = new Uint8Array(packed.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = packed.charCodeAt(i);
  return bytes;
}

const wordsOf = id => new Uint16Array(bytesOf(id).buffer);
const inflate = async bytes =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer());

// The whole document has been read: epochs, names and pictures are there.
const whenRead = new Promise(done => {
  if (document.readyState !== "loading") done();
  else document.addEventListener("DOMContentLoaded", done, { once: true });
});

const points = wordsOf("cloud-positions"), count = points.length / 3;
const rows = new Int32Array(bytesOf("cloud-rows").buffer);
const colourings = facts.colourings.map((c, i) => ({ ...c, of: wordsOf("cloud-colours-" + i), hidden: new Set(), css: c.colours.map(cssOf) }));
let fileNames = null;

function cssOf(colour) { return `rgb(${colour & 255}, ${colour >> 8 & 255}, ${colour >> 16 & 255})`; }
const number = value => value.toLocaleString("en");
const nameOf = point => fileNames ? fileNames[point] : `#${rows[point]}`;

function make(tag, content, name) {
  const element = document.createElement(tag);
  if (content !== undefined) element.append(...[content].flat());
  if (name) element.className = name;
  return element;
}

// Half the distance that neighbours have from each other, of a thousand points among those before and behind them along the curve.
const spacing = (() => {
  const found = [], step = Math.max(1, Math.floor(count / 1000));
  for (let i = 0; i < count; i += step) {
    let best = Infinity;
    for (let j = Math.max(0, i - 24); j < Math.min(count, i + 25); j++) {
      const x = points[3 * j] - points[3 * i], y = points[3 * j + 1] - points[3 * i + 1], z = points[3 * j + 2] - points[3 * i + 2];
      const far = x * x + y * y + z * z;
      if (j !== i && far > 0 && far < best) best = far;
    }
    if (best < Infinity) found.push(Math.sqrt(best) / 65535);
  }
  found.sort((a, b) => a - b);
  return found.length ? Math.min(0.05, found[found.length >> 1]) : 0.02;
})();
