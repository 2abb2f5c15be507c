// A small software rasteriser: orbits a cloud of points on a 2-D canvas, so that it needs no graphics driver. Positions are 16 bits an axis.
(() => {
  const facts = JSON.parse(document.getElementById("cloud-facts").textContent);
  const words = id => {
    const text = atob(document.getElementById(id).textContent.trim());
    const bytes = Uint8Array.from(text, c => c.charCodeAt(0));
    return new Uint16Array(bytes.buffer);
  };
  const points = words("cloud-positions"), count = points.length / 3;
  const colourings = facts.colourings.map((c, i) => ({ ...c, of: words("cloud-colours-" + i), hidden: new Set() }));
  // A shared page has its points in another order than their rows.
  const rows = document.getElementById("cloud-rows") ? new Int32Array(words("cloud-rows").buffer) : null;
  const canvas = document.getElementById("cloud"), told = document.getElementById("told");
  const legend = document.getElementById("legend"), choice = document.getElementById("choice");
  const context = canvas.getContext("2d");
  let chosen = colourings[0], yaw = 0.6, pitch = facts.flat ? 1.5707 : 0.35, distance = 1.5, panX = 0, panY = 0;
  if (facts.flat) yaw = 0;
  let width = 0, height = 0, image, pixels, depth, ids, waiting = false, pixel = 1;
  const request = () => { if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; draw(); }); } };

  function resize() {
    pixel = Math.min(2, window.devicePixelRatio || 1);
    width = canvas.width = Math.max(1, Math.round(canvas.clientWidth * pixel));
    height = canvas.height = Math.max(1, Math.round(canvas.clientHeight * pixel));
    image = context.createImageData(width, height);
    pixels = new Uint32Array(image.data.buffer);
    depth = new Float32Array(width * height);
    ids = new Int32Array(width * height);

    // A canvas is empty once it has another size: it is filled before anybody sees it.
    draw();
  }

  function draw() {
    pixels.fill(0xff120d0b);
    depth.fill(Infinity);
    ids.fill(-1);
    const sy = Math.sin(yaw), cy = Math.cos(yaw), sp = Math.sin(pitch), cp = Math.cos(pitch);
    const scale = Math.min(width, height) * 1.15, side = Math.max(2, Math.round(pixel * (count <= 2000 ? 6 : count <= 20000 ? 3.5 : 2)));
    const half = side / 2;
    for (let i = 0; i < count; i++) {
      const part = chosen.of[i];
      if (chosen.hidden.has(part)) continue;
      const x = points[3 * i] / 65535 - 0.5, y = points[3 * i + 1] / 65535 - 0.5, z = points[3 * i + 2] / 65535 - 0.5;
      const u = x * cy + y * sy, v = -x * sy + y * cy;
      const up = z * cp + v * sp, far = distance + v * cp - z * sp;
      if (far < 0.05) continue;
      const left = Math.round(width / 2 + (u + panX) * scale / far - half), top = Math.round(height / 2 - (up + panY) * scale / far - half);
      const shade = Math.max(0.45, Math.min(1, 1.15 - 0.45 * (far - distance + 0.5)));
      const c = chosen.colours[part];
      const colour = 0xff000000 | ((c >> 16 & 255) * shade) << 16 | ((c >> 8 & 255) * shade) << 8 | (c & 255) * shade;
      for (let row = 0; row < side; row++) {
        const at = top + row;
        if (at < 0 || at >= height) continue;
        for (let column = 0; column < side; column++) {
          const dx = column + 0.5 - half, dy = row + 0.5 - half, to = left + column;
          if (to < 0 || to >= width || (side > 3 && dx * dx + dy * dy > half * half)) continue;
          const place = at * width + to;
          if (far < depth[place]) { depth[place] = far; pixels[place] = colour; ids[place] = i; }
        }
      }
    }
    context.putImageData(image, 0, 0);
    canvas.dataset.drawn = "yes";
  }

  function list() {
    // A scale has colours without names.
    legend.replaceChildren(...(chosen.scale ? [] : chosen.names).map((name, part) => {
      const button = document.createElement("button"), dot = document.createElement("i"), size = document.createElement("small");
      const c = chosen.colours[part];
      dot.style.background = `rgb(${c & 255}, ${c >> 8 & 255}, ${c >> 16 & 255})`;
      size.textContent = chosen.counts[part].toLocaleString("en");
      button.append(dot, name, size);
      button.setAttribute("aria-pressed", String(!chosen.hidden.has(part)));
      button.onclick = () => {
        chosen.hidden.has(part) ? chosen.hidden.delete(part) : chosen.hidden.add(part);
        button.setAttribute("aria-pressed", String(!chosen.hidden.has(part)));
        request();
      };
      button.hidden = chosen.counts[part] === 0;
      return button;
    }));
  }

  function tell(event) {
    const box = canvas.getBoundingClientRect();
    const x = Math.round((event.clientX - box.left) * pixel), y = Math.round((event.clientY - box.top) * pixel);
    let best = -1, nearest = Infinity;
    for (let dy = -6; dy <= 6; dy++) for (let dx = -6; dx <= 6; dx++) {
      const at = (y + dy) * width + x + dx;
      if (x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height && ids[at] >= 0 && dx * dx + dy * dy < nearest) { nearest = dx * dx + dy * dy; best = ids[at]; }
    }
    told.textContent = best < 0 ? "" : `#${rows ? rows[best] : best * facts.step}` + colourings.filter(c => !c.scale).map(c => `  ${c.name}: ${c.names[c.of[best]]}`).join("");
  }

  let last = null;
  canvas.addEventListener("pointerdown", event => { last = event; canvas.setPointerCapture(event.pointerId); });
  canvas.addEventListener("pointerup", () => last = null);
  canvas.addEventListener("pointermove", event => {
    if (!last) { tell(event); return; }
    const dx = event.clientX - last.clientX, dy = event.clientY - last.clientY;
    if (event.shiftKey || event.buttons & 6 || facts.flat) {
      panX += dx * pixel * distance / (Math.min(width, height) * 1.15);
      panY -= dy * pixel * distance / (Math.min(width, height) * 1.15);
    } else {
      yaw -= dx * 0.008;
      pitch = Math.max(-1.57, Math.min(1.57, pitch + dy * 0.008));
    }
    last = event;
    request();
  });
  canvas.addEventListener("contextmenu", event => event.preventDefault());
  canvas.addEventListener("wheel", event => { event.preventDefault(); distance = Math.max(0.2, Math.min(8, distance * Math.exp(event.deltaY * 0.001))); request(); }, { passive: false });
  canvas.addEventListener("dblclick", () => { distance = 1.5; panX = panY = 0; request(); });
  choice.replaceChildren(...colourings.map((c, i) => new Option(c.name, String(i))));
  choice.onchange = () => { chosen = colourings[choice.value]; list(); request(); };
  new ResizeObserver(resize).observe(canvas);
  list();

  // At once: in a tab behind others no frame comes, and a page may be printed from there.
  resize();
})();
