// Pictures lie on sheets in the order of the points. A sheet is decoded when one of its pictures is needed; the newest stay.
const gallery = (() => {
  const about = facts.pictures;
  if (!about) return null;
  const MaxSheets = 32, perSheet = about.cells * about.cells, sheets = new Map(), failed = new Set();

  // A sheet's pixels; a promise while it is decoded.
  function sheetOf(sheet) {
    let found = sheets.get(sheet);
    if (found) {
      sheets.delete(sheet);
    } else {
      found = { bitmap: null };
      found.ready = whenRead
        .then(() => createImageBitmap(new Blob([bytesOf("atlas-" + sheet)], { type: "image/webp" })))
        .then(bitmap => found.bitmap = bitmap, () => { failed.add(sheet); return null; });
    }
    sheets.set(sheet, found);
    for (const [old, { bitmap }] of sheets) {
      if (sheets.size <= MaxSheets) break;
      if (old === sheet || !bitmap) continue;
      sheets.delete(old);
      bitmap.close();
    }
    return found;
  }
  function placeOf(point) {
    if (point % about.step) return null;
    const at = point / about.step, sheet = Math.floor(at / perSheet), within = at % perSheet;
    return failed.has(sheet) ? null : { sheet, x: within % about.cells * about.edge, y: Math.floor(within / about.cells) * about.edge };
  }

  // Draws a point's picture into a canvas of its own, now or when its sheet is there.
  async function paint(canvas, point) {
    const place = placeOf(point);
    canvas.width = canvas.height = about.edge;
    canvas.dataset.point = point;
    if (!place) return false;
    const sheet = sheetOf(place.sheet), bitmap = sheet.bitmap ?? await sheet.ready;
    if (!bitmap || canvas.dataset.point !== String(point)) return false;
    canvas.getContext("2d").drawImage(bitmap, place.x, place.y, about.edge, about.edge, 0, 0, about.edge, about.edge);
    canvas.dataset.painted = "yes";
    return true;
  }
  return { about, sheetOf, placeOf, paint };
})();

// Which points show their pictures in space: the nearest that are large enough, none over another.
function makeSprites(renderer, timeline, request) {
  const layers = renderer.prepareAtlas(gallery.about.sheets, gallery.about.small), layerOf = new Map(), list = new Float32Array(12 * renderer.maxSprites);
  const extent = gallery.about.edge / renderer.SheetEdge, texel = 1 / renderer.SheetEdge, Smallest = 22, Full = 34, Largest = 104;
  let used = 0;
  const shown = [];

  // The sheet's layer in device memory; undefined until it is there.
  function layerFor(sheet, wanted) {
    if (layerOf.has(sheet)) return layerOf.get(sheet);
    const found = gallery.sheetOf(sheet);
    if (!found.bitmap) { found.ready.then(request); return undefined; }
    let layer = layerOf.size;
    if (layer >= layers) {
      const old = [...layerOf.keys()].find(each => !wanted.has(each));
      if (old === undefined) return undefined;
      layer = layerOf.get(old);
      layerOf.delete(old);
    }
    renderer.fillAtlas(layer, found.bitmap);
    layerOf.set(sheet, layer);
    return layer;
  }

  // Fills the list for a view; gives how many.
  function choose(view, look, colouring, marks, first) {
    used = 0;
    shown.length = 0;
    const world = spacing * 2.6, { ratio } = look;
    // Points farther than this show none, so that most are out after one multiplication.
    const farthest = world * view.pixels / (Smallest * ratio);
    if (farthest < view.near) return 0;
    const near = [], out = [0, 0, 0], at = [0, 0, 0], margin = Largest * ratio / 2;
    for (let i = 0; i < count; i += gallery.about.step) {
      if (marks[i] & 1 || colouring.hidden.has(colouring.of[i])) continue;
      timeline.at(i, at);
      const w = view.matrix[3] * at[0] + view.matrix[7] * at[1] + view.matrix[11] * at[2] + view.matrix[15];
      if (w > farthest || w < Math.max(view.near, 0.01)) continue;
      project(view, at, out);
      if (out[0] < -margin || out[1] < -margin || out[0] > view.width + margin || out[1] > view.height + margin) continue;
      near.push({ point: i, x: out[0], y: out[1], w, at: [...at] });
    }
    near.sort((a, b) => (b.point === first) - (a.point === first) || a.w - b.w);
    const cell = Smallest * ratio, taken = new Map(), chosen = [];
    for (const each of near) {
      const size = Math.min(Largest * ratio, world * view.pixels / each.w);
      const place = gallery.placeOf(each.point);
      if (!place) continue;
      const key = (dx, dy) => (Math.floor(each.x / cell) + dx) * 8192 + Math.floor(each.y / cell) + dy, reach = Math.ceil(size / cell);
      let isFree = true;
      for (let dx = -reach; dx <= reach && isFree; dx++) for (let dy = -reach; dy <= reach && isFree; dy++) {
        for (const other of taken.get(key(dx, dy)) ?? []) if (Math.max(Math.abs(other.x - each.x), Math.abs(other.y - each.y)) < 0.52 * (size + other.size)) isFree = false;
      }
      if (!isFree) continue;
      const mine = { ...each, size, place };
      taken.set(key(0, 0), [...(taken.get(key(0, 0)) ?? []), mine]);
      chosen.push(mine);
      if (chosen.length >= renderer.maxSprites / 2) break;
    }
    const wanted = new Set(chosen.map(each => each.place.sheet));
    for (const each of chosen) {
      const layer = layerFor(each.place.sheet, wanted);
      if (layer === undefined) continue;
      const grown = Math.min(1, (each.size / ratio - Smallest) / (Full - Smallest)), size = each.size * (0.55 + 0.45 * grown), c = colouring.colours[colouring.of[each.point]];
      // Nearer by half its size, so that its own point and those beside it do not stand in front of it.
      const nearer = Math.min(0.5, 0.5 * world / each.w), front = each.at.map((x, i) => x + (view.eye[i] - x) * nearer);
      list.set([...front, size, each.place.x * texel + texel / 2, each.place.y * texel + texel / 2, layer, extent - texel, (c & 255) / 255, (c >> 8 & 255) / 255, (c >> 16 & 255) / 255, Math.max(1, Math.min(2.5, size / ratio / 26)) * ratio], 12 * used++);
      shown.push({ ...each, size });
    }
    return used;
  }
  return {
    list, choose,
    get shown() { return shown; },

    // The picture at a pixel, the nearest first.
    under: (x, y) => shown.find(each => Math.max(Math.abs(each.x - x), Math.abs(each.y - y)) <= each.size / 2) ?? null,
  };
}
