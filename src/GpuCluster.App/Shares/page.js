// The page: input, the loop that draws when something changed, and what other parts ask for.
const Ground = [12 / 255, 15 / 255, 20 / 255];
const canvas = byId("cloud");

function takeOver() {
  // Without WebGL2 the report's view takes over, which draws on any canvas.
  document.body.classList.add("plain");
  const old = byId("cloud"), fresh = old.cloneNode();
  old.replaceWith(fresh);
  const script = document.createElement("script");
  script.textContent = byId("viewer").textContent;
  document.body.append(script);
  byId("fold").onclick = () => byId("panel").classList.toggle("open");
  document.body.dataset.view = "canvas";
}

function start() {
  let renderer = null;
  try {
    renderer = makeRenderer(canvas);
  } catch (fault) {
    console.warn(`WebGL2 does not work here: ${fault.message}`);
  }
  if (!renderer) { takeOver(); return; }

  const marks = new Uint8Array(count), leftOut = new Uint8Array(count);
  let selected = -1, hovered = -1, isWaiting = false, ratio = 1, width = 0, height = 0, view = null, look = null, lastTime = 0, isPlaying = false;
  let changedAt = 0, slowness = 0, level = 0, restTimer = 0, spriteCount = 0, sprites = null, isLost = false, pictures = 0, wasMoving = false;
  const request = () => { if (!isWaiting && !isLost) { isWaiting = true; requestAnimationFrame(frame); } };
  const changed = () => { changedAt = performance.now(); request(); };

  const scene = {
    partsChanged() { renderer.show(panel.chosen); if (selected >= 0 && panel.chosen.hidden.has(panel.chosen.of[selected])) scene.select(-1); changed(); },
    colouringChanged(colouring) { renderer.show(colouring); names.make(colouring); changed(); },
    mark(left) { leftOut.set(left ?? new Uint8Array(count)); sendMarks(); changed(); },
    select(point, flies) {
      selected = point;
      sendMarks();
      panel.showCard(point);
      if (flies && point >= 0) flyTo(timeline.at(point, [0, 0, 0]), Math.min(camera.distance, Math.max(0.12, spacing * 16)));
      changed();
    },
    frameFound() {
      const list = [], at = [0, 0, 0];
      for (let i = 0; i < count; i++) if (!leftOut[i] && !panel.chosen.hidden.has(panel.chosen.of[i])) list.push([...timeline.at(i, at)]);
      if (list.length === 0) return;
      const { target, distance } = framing(list, canvas.clientWidth, canvas.clientHeight);
      flyTo(target, distance);
      request();
    },
  };
  const panel = makePanel(scene), names = makeNames(panel.chosen);

  function sendMarks() {
    marks.set(leftOut);
    if (selected >= 0) marks[selected] |= 2;
    renderer.mark(marks);
  }

  const dotSize = count <= 200 ? 10 : count <= 2000 ? 6.5 : count <= 20000 ? 4 : count <= 100000 ? 2.8 : 1.8;
  function measure() {
    const wide = canvas.clientWidth, high = canvas.clientHeight, isWide = innerWidth > 860;
    const isFirst = width === 0;
    ratio = Math.min(2, devicePixelRatio || 1);
    width = canvas.width = Math.max(1, Math.round(wide * ratio));
    height = canvas.height = Math.max(1, Math.round(high * ratio));
    // The panel and the header leave this much free; the cloud stands in its middle.
    centre[0] = isWide ? -(248 + 20) / wide : 0;
    centre[1] = isWide ? 0.02 : 0.03;
    if (isFirst) Object.assign(camera, framing(cloud.list, wide, high));
    draw();
  }

  // While it moves, a slow machine draws less: without smoothing, then at half the size, then fewer points. At rest it draws all.
  function lookNow(isMoving) {
    const plain = isMoving ? level : 0, scale = plain >= 2 ? 0.5 : 1, w = Math.round(width * scale), h = Math.round(height * scale);
    const reach = camera.distance, r = ratio * scale, most = plain >= 4 ? 40000 : plain >= 3 ? 150000 : Infinity, stride = Math.min(31, Math.ceil(count / most) || 1);
    return {
      width: w, height: h, ratio: r, samples: plain >= 1 ? 0 : 4, stride, ground: Ground,
      strength: 0.025,
      fog: [Math.max(0.02, reach - cloud.radius * 0.6), reach + cloud.radius * 1.5],
      size: [spacing * 0.5 * Lens * h / 2, dotSize * r * Math.min(2, Math.sqrt(stride)), Math.max(26, 1.5 * dotSize) * r],
    };
  }

  function draw(isMoving = false) {
    look = lookNow(isMoving);
    view = viewOf(look.width, look.height);
    renderer.place(...timeline.frames);
    spriteCount = sprites ? sprites.choose(view, look, panel.chosen, leftOut, selected) : 0;
    renderer.draw(view, look, sprites?.list, spriteCount);
    const css = { ...view, width: canvas.clientWidth, height: canvas.clientHeight };
    names.place(css, panel.chosen, sprites !== null && spriteCount > 4);
    placeRing(css);
    canvas.dataset.drawn = "yes";
    canvas.dataset.pictures = spriteCount;
    pictures++;
  }

  function placeRing(css) {
    const ring = byId("ring"), point = selected;
    ring.hidden = point < 0;
    if (point < 0) return;
    const at = project(css, timeline.at(point, [0, 0, 0]), [0, 0, 0]);
    ring.hidden = at[2] < css.near;
    const sprite = sprites?.shown.find(each => each.point === point), size = sprite ? sprite.size / look.ratio * 1.25 : Math.max(22, 2.2 * look.size[0] / look.ratio / at[2]);
    ring.style.width = ring.style.height = `${size}px`;
    ring.style.margin = `${-size / 2}px 0 0 ${-size / 2}px`;
    ring.style.borderRadius = sprite ? "20%" : "50%";
    ring.style.transform = `translate(${at[0]}px, ${at[1]}px)`;
  }

  function frame(now) {
    isWaiting = false;
    const passed = Math.max(0, (now - lastTime) / 1000), seconds = Math.min(0.1, passed);
    lastTime = now;
    moveKeys(seconds);
    let moves = moveCamera(seconds, performance.now()) || held.size > 0;
    if (isPlaying) { advance(seconds); moves = true; }
    const isMoving = moves || drag !== null || now - changedAt < 140;
    if (isMoving && wasMoving) {
      slowness += 0.25 * (Math.min(0.5, passed) - slowness);
      if (slowness > 0.045 && level < 4) { level++; slowness = 0.03; }
    }
    wasMoving = isMoving;
    draw(isMoving && level > 0);
    clearTimeout(restTimer);
    if (moves) request();
    else if (isMoving && level > 0) restTimer = setTimeout(request, 160);
  }

  // Names stand at the densest place of each class and go where their points go.
  function makeNames(first) {
    const box = byId("names");
    let labels = [];
    function build(colouring) {
      labels = [];
      box.replaceChildren();
      if (colouring.scale || colouring.names.length < 2 || colouring.names.length > 400) return;
      const Cells = 24, heaps = colouring.names.map(() => new Map());
      for (let i = 0; i < count; i++) {
        const key = ((points[3 * i] * Cells >> 16) * Cells + (points[3 * i + 1] * Cells >> 16)) * Cells + (points[3 * i + 2] * Cells >> 16), heap = heaps[colouring.of[i]];
        const cell = heap.get(key);
        if (cell) cell.push(i); else heap.set(key, [i]);
      }
      const ranked = colouring.names.map((name, part) => part).filter(part => colouring.counts[part] > 0).sort((a, b) => colouring.counts[b] - colouring.counts[a]).slice(0, 60);
      for (const part of ranked) {
        let best = [];
        for (const cell of heaps[part].values()) if (cell.length > best.length) best = cell;
        const middle = [0, 1, 2].map(axis => best.reduce((sum, i) => sum + points[3 * i + axis], 0) / best.length);
        const far = i => Math.hypot(points[3 * i] - middle[0], points[3 * i + 1] - middle[1], points[3 * i + 2] - middle[2]);
        const anchor = best.reduce((a, b) => far(b) < far(a) ? b : a), label = make("span", colouring.names[part]);
        box.append(label);
        labels.push({ part, anchor, label, width: 0 });
      }
    }
    function place(css, colouring, isNear) {
      const taken = [], at = [0, 0, 0], out = [0, 0, 0];
      for (const each of labels) {
        each.width ||= each.label.offsetWidth;
        project(css, timeline.at(each.anchor, at), out);
        const [x, y] = [out[0] - each.width / 2, out[1] - 9], box_ = [x - 4, y - 1, x + each.width + 4, y + 19];
        const isOff = isNear || out[2] < css.near || colouring.hidden.has(each.part) || leftOut[each.anchor] === 1;
        const isFree = !isOff && taken.every(other => box_[2] < other[0] || box_[0] > other[2] || box_[3] < other[1] || box_[1] > other[3]);
        each.label.style.opacity = isFree ? "1" : "0";
        if (!isOff) each.label.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
        if (isFree) taken.push(box_);
      }
    }
    build(first);
    return { make: build, place };
  }

  // The point under a place of the page, pictures first.
  function under(x, y, reach) {
    if (!view) return null;
    const full = lookNow(false), all = viewOf(full.width, full.height), px = x * ratio, py = y * ratio;
    const scale = look.width / full.width, sprite = sprites?.under(px * scale, py * scale);
    renderer.place(...timeline.frames);
    const hit = renderer.pick(all, px, py, full.size, Math.min(30, reach * ratio));
    return sprite && (!hit || sprite.w <= hit.w * 1.02) ? { point: sprite.point, w: sprite.w } : hit;
  }

  // Input. One pointer turns or moves, two pinch; a press without a drag is a click.
  const pointers = new Map(), held = new Set();
  let drag = null, hoverAt = null, wheelAt = null, hoverCost = 0, hoverTimer = 0;
  canvas.addEventListener("pointerdown", event => {
    canvas.setPointerCapture(event.pointerId);
    canvas.focus({ preventScroll: true });
    pointers.set(event.pointerId, event);
    camera.spinYaw = camera.spinPitch = 0;
    camera.turns = false;
    flight = null;
    drag = { x: event.clientX, y: event.clientY, time: event.timeStamp, far: 0, pans: event.button !== 0 || event.shiftKey || facts.flat, spread: 0, count: pointers.size };
    panel.showTip(-1);
    byId("hint").classList.add("gone");
  });
  canvas.addEventListener("pointermove", event => {
    if (!drag || !pointers.has(event.pointerId)) {
      if (event.pointerType !== "touch") hover(event);
      return;
    }
    const before = pointers.get(event.pointerId);
    pointers.set(event.pointerId, event);
    let dx = event.clientX - before.clientX, dy = event.clientY - before.clientY;
    drag.far += Math.abs(dx) + Math.abs(dy);
    const spread = Math.hypot(dx, dy);
    if (pointers.size === 2) {
      const [a, b] = [...pointers.values()], now = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
      if (drag.spread > 0) zoom(drag.spread / Math.max(1, now), (a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2);
      drag.spread = now;
      drag.count = 2;
      dx /= 2;
      dy /= 2;
    }
    if (drag.pans || pointers.size === 2) pan(dx, dy);
    else if (spread > 0) {
      const seconds = Math.max(0.008, (event.timeStamp - before.timeStamp) / 1000);
      camera.yaw -= dx * 0.0075;
      camera.pitch = Math.max(-1.57, Math.min(1.57, camera.pitch + dy * 0.0075));
      camera.spinYaw = 0.7 * camera.spinYaw - 0.3 * dx * 0.0075 / seconds;
      camera.spinPitch = 0.7 * camera.spinPitch + 0.3 * dy * 0.0075 / seconds;
      drag.moved = event.timeStamp;
    }
    canvas.classList.add("busy");
    changed();
  });
  function lift(event) {
    pointers.delete(event.pointerId);
    if (!drag || pointers.size > 0) return;
    const isClick = event.type === "pointerup" && drag.far < 5 && drag.count === 1 && event.timeStamp - drag.time < 600;
    if (event.timeStamp - (drag.moved ?? 0) > 60 || matchMedia("(prefers-reduced-motion: reduce)").matches) camera.spinYaw = camera.spinPitch = 0;
    drag = null;
    canvas.classList.remove("busy");
    if (isClick) scene.select(under(event.clientX, event.clientY, event.pointerType === "touch" ? 14 : 7)?.point ?? -1);
    changed();
  }
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => { hoverAt = null; panel.showTip(-1); });
  canvas.addEventListener("contextmenu", event => event.preventDefault());
  canvas.addEventListener("dblclick", event => {
    const hit = under(event.clientX, event.clientY, 10);
    if (hit) { flyTo(timeline.at(hit.point, [0, 0, 0]), Math.max(0.08, Math.min(camera.distance * 0.45, hit.w))); request(); }
  });
  canvas.addEventListener("wheel", event => {
    event.preventDefault();
    byId("hint").classList.add("gone");
    panel.showTip(-1);
    flight = null;
    zoom(Math.exp(Math.max(-120, Math.min(120, event.deltaY * (event.deltaMode ? 30 : 1))) * 0.0016), event.clientX, event.clientY);
    changed();
  }, { passive: false });

  function hover(event) {
    const isAsked = hoverAt === null;
    hoverAt = [event.clientX, event.clientY];
    // Where a question takes long, it waits until the cursor rests.
    if (hoverCost > 40) {
      clearTimeout(hoverTimer);
      hoverTimer = setTimeout(answer, 250);
    } else if (isAsked) requestAnimationFrame(answer);
  }
  function answer() {
    if (!hoverAt || drag) { hoverAt = null; return; }
    const [x, y] = hoverAt, began = performance.now();
    hoverAt = null;
    hovered = under(x, y, 4)?.point ?? -1;
    hoverCost = performance.now() - began;
    canvas.classList.toggle("over", hovered >= 0);
    panel.showTip(hovered, x, y);
  }

  // Nearer to what is under the cursor, or to the plane of the target; the same place is asked once for a turn of the wheel.
  function zoom(factor, x, y) {
    const now = performance.now();
    if (!wheelAt || now - wheelAt.time > 350 || Math.hypot(x - wheelAt.x, y - wheelAt.y) > 6) {
      const all = viewOf(width, height), hit = factor < 1 ? under(x, y, 12) : null;
      wheelAt = { x, y, at: hit ? timeline.at(hit.point, [0, 0, 0]) : unproject(all, x * ratio, y * ratio, camera.distance) };
    }
    wheelAt.time = now;
    const distance = Math.max(0.03, Math.min(6, camera.distance * factor)), real = distance / camera.distance;
    camera.target = camera.target.map((t, i) => t + (wheelAt.at[i] - t) * (1 - real));
    camera.distance = distance;
  }
  function pan(dx, dy) {
    const all = viewOf(width, height), step = camera.distance * ratio / all.pixels;
    camera.target = camera.target.map((t, i) => t - all.right[i] * dx * step + all.up[i] * dy * step);
  }
  function moveKeys(seconds) {
    if (held.size === 0) return;
    const all = viewOf(width, height), step = camera.distance * 0.9 * seconds;
    const along = (axis, sign) => camera.target = camera.target.map((t, i) => t + axis[i] * sign * step);
    for (const key of held) {
      if (key === "w") facts.flat ? along(all.up, 1) : along(all.ahead, 1);
      if (key === "s") facts.flat ? along(all.up, -1) : along(all.ahead, -1);
      if (key === "a") along(all.right, -1);
      if (key === "d") along(all.right, 1);
      if (key === "q") along(all.up, -1);
      if (key === "e") along(all.up, 1);
      if (key === "arrowleft") camera.yaw += 1.2 * seconds;
      if (key === "arrowright") camera.yaw -= 1.2 * seconds;
      if (key === "arrowup") camera.pitch = Math.min(1.57, camera.pitch + 1.2 * seconds);
      if (key === "arrowdown") camera.pitch = Math.max(-1.57, camera.pitch - 1.2 * seconds);
    }
  }
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|BUTTON/.test(event.target.tagName)) return;
    const key = event.key.toLowerCase();
    if ("wasdqe".includes(key) || key.startsWith("arrow")) held.add(key);
    else if (key === "f") home();
    else if (key === "t") camera.turns = !camera.turns;
    else if (key === " ") togglePlay();
    else if (key === "/") byId("find").focus();
    else if (key === "escape") scene.select(-1);
    else return;
    byId("hint").classList.add("gone");
    event.preventDefault();
    request();
  });
  addEventListener("keyup", event => held.delete(event.key.toLowerCase()));
  addEventListener("blur", () => held.clear());
  function home() {
    camera.spinYaw = camera.spinPitch = 0;
    const { target, distance } = framing(cloud.list, canvas.clientWidth, canvas.clientHeight);
    flyTo(target, distance);
  }

  // Time.
  const slider = byId("slider"), play = byId("play"), epochText = byId("epoch");
  function showEpoch(epoch) {
    timeline.set(epoch);
    const span = timeline.last - timeline.first, station = facts.stations?.filter(each => each.epoch <= timeline.epoch + 0.5).at(-1);
    slider.value = timeline.epoch;
    slider.style.setProperty("--done", `${span ? 100 * (timeline.epoch - timeline.first) / span : 100}%`);
    epochText.textContent = station ? station.name : `${number(Math.round(timeline.epoch))} / ${number(timeline.last)}`;
    slider.setAttribute("aria-valuetext", station ? station.name : `epoch ${Math.round(timeline.epoch)}`);
    changed();
  }
  function advance(seconds) {
    const span = timeline.last - timeline.first, duration = Math.max(4, Math.min(12, span / 40)), next = timeline.epoch + seconds * span / duration;
    if (next >= timeline.last) togglePlay(false);
    showEpoch(next);
  }
  function togglePlay(on = !isPlaying) {
    if (!timeline.isReady || timeline.epochs.length < 2) return;
    isPlaying = on;
    play.classList.toggle("on", on);
    play.setAttribute("aria-label", on ? "Pause the optimisation" : "Play the optimisation");
    if (on && timeline.epoch >= timeline.last) showEpoch(timeline.first);
    request();
  }
  play.onclick = () => togglePlay();
  slider.oninput = () => { togglePlay(false); showEpoch(Number(slider.value)); };
  function followHash() {
    const asked = /(?:^#|&)epoch=(\d+(?:\.\d+)?)/.exec(location.hash);
    if (asked && timeline.isReady) showEpoch(Number(asked[1]));
    const row = /(?:^#|&)row=(\d+)/.exec(location.hash), point = row ? rows.indexOf(Number(row[1])) : -1;
    if (point >= 0) scene.select(point, true);
  }
  addEventListener("hashchange", followHash);

  canvas.addEventListener("webglcontextlost", event => {
    event.preventDefault();
    isLost = true;
    document.body.dataset.view = "lost";
  });
  // Everything in device memory is gone; a new page makes all of it once more and keeps the place.
  canvas.addEventListener("webglcontextrestored", () => location.reload());

  byId("hint").textContent = matchMedia("(pointer: coarse)").matches ? "Drag to turn, pinch to come nearer, touch a point" : facts.flat ? "Drag to move, wheel to come nearer, click a point" : "Drag to turn, wheel to come nearer, click a point";
  renderer.show(panel.chosen);
  sendMarks();
  new ResizeObserver(measure).observe(canvas);

  // At once: in a tab behind others no frame comes.
  measure();
  document.body.dataset.view = "webgl2";
  document.body.dataset.firstPicture = Math.round(performance.now());
  if (gallery) { sprites = makeSprites(renderer, timeline, request); request(); }
  whenRead.then(async () => {
    if (facts.named) fileNames = new TextDecoder().decode(await inflate(bytesOf("sample-names"))).split("\n");
    if (timeline.epochs.length > 1) {
      await timeline.load();
      slider.min = timeline.first;
      slider.max = timeline.last;
      byId("time").hidden = false;
      showEpoch(timeline.last);
    }
    followHash();
    document.body.dataset.ready = "yes";
  });

  // For scripts on the page's own console, and for tests.
  window.gpucluster = {
    count,
    name: nameOf,
    row: point => rows[point],
    position: point => timeline.at(point, [0, 0, 0]),
    place: point => project({ ...viewOf(width, height), width: canvas.clientWidth, height: canvas.clientHeight }, timeline.at(point, [0, 0, 0]), [0, 0, 0]),
    select: scene.select,
    showEpoch,
    get selected() { return selected; },
    get epoch() { return timeline.epoch; },
    get pictures() { return pictures; },
  };
}

start();
