// Classes, search and the cards of samples.
function makePanel(scene) {
  const legend = byId("legend"), choice = byId("choice"), all = byId("all"), find = byId("find"), found = byId("found");
  const card = byId("card"), tip = byId("tip");
  let chosen = colourings[0];

  function setParts(change) {
    change();
    for (const button of legend.querySelectorAll("button")) button.setAttribute("aria-pressed", String(!chosen.hidden.has(Number(button.dataset.part))));
    all.hidden = chosen.hidden.size === 0;
    scene.partsChanged();
  }

  function list() {
    all.hidden = chosen.hidden.size === 0;
    byId("fold").textContent = chosen.scale ? "Colours" : "Classes";
    if (chosen.scale) {
      const steps = chosen.scale.filter(step => step.count === 0), bar = make("i");
      bar.style.background = steps.length > 1 ? `linear-gradient(${steps.map(step => cssOf(step.colour)).join(", ")})` : cssOf(steps[0]?.colour ?? 0x808080);
      legend.replaceChildren(make("div", [bar, make("div", steps.map(step => make("span", step.name)))], "scale"));
      return;
    }
    legend.replaceChildren(...chosen.names.map((name, part) => {
      const dot = make("i"), button = make("button", [dot, make("span", name), make("small", number(chosen.counts[part]))]);
      dot.style.background = chosen.css[part];
      button.type = "button";
      button.title = `${name}: click to hide or show, double click to show it alone`;
      button.dataset.part = part;
      button.setAttribute("aria-pressed", String(!chosen.hidden.has(part)));
      button.hidden = chosen.counts[part] === 0;
      button.onclick = () => setParts(() => chosen.hidden.delete(part) || chosen.hidden.add(part));
      button.ondblclick = () => setParts(() => {
        chosen.hidden.clear();
        for (let other = 0; other < chosen.names.length; other++) if (other !== part) chosen.hidden.add(other);
      });
      return button;
    }));
  }

  // All words of the search stand in the sample's name or in one of its classes; # and a number is a row.
  function search() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) {
      found.textContent = "";
      scene.mark(null);
      return;
    }
    const parts = words.map(word => colourings.map(c => c.scale ? null : new Uint8Array(c.names.map(name => name.toLowerCase().includes(word) ? 1 : 0))));
    const isRow = words.map(word => /^#\d+$/.test(word) ? Number(word.slice(1)) : -1), left = new Uint8Array(count);
    let matches = 0, only = -1;
    for (let i = 0; i < count; i++) {
      let fits = true;
      for (let w = 0; w < words.length && fits; w++) {
        fits = isRow[w] >= 0 ? rows[i] === isRow[w] : colourings.some((c, k) => parts[w][k] && parts[w][k][c.of[i]] === 1) || (fileNames !== null && fileNames[i].toLowerCase().includes(words[w]));
      }
      if (fits) { matches++; only = i; } else { left[i] = 1; }
    }
    found.textContent = matches === 0 ? "Nothing found" : `${number(matches)} of ${number(count)} found`;
    scene.mark(matches === 0 ? null : left);
    return matches === 1 ? only : -1;
  }

  function who(point) {
    const name = make("b", nameOf(point)), facts_ = make("dl");
    for (const c of colourings) {
      if (c.scale || (colourings.length === 1 && c.names.length === 1)) continue;
      const dot = make("i");
      dot.style.background = c.css[c.of[point]];
      facts_.append(make("dt", c.name), make("dd", [dot, c.names[c.of[point]]]));
    }
    if (fileNames) facts_.append(make("dt", "row"), make("dd", String(rows[point])));
    return make("div", [name, facts_], "who");
  }
  function pictureOf(point) {
    const canvas = make("canvas");
    gallery.paint(canvas, point);
    return canvas;
  }
  const hasPicture = point => gallery && gallery.placeOf(point);

  // The nearest points of the finished layout that are on show.
  function nearest(point, wanted) {
    const best = [];
    for (let i = 0; i < count; i++) {
      if (i === point || chosen.hidden.has(chosen.of[i]) || (gallery && !gallery.placeOf(i))) continue;
      const x = points[3 * i] - points[3 * point], y = points[3 * i + 1] - points[3 * point + 1], z = points[3 * i + 2] - points[3 * point + 2], far = x * x + y * y + z * z;
      if (best.length === wanted && far >= best[wanted - 1].far) continue;
      let at = best.length;
      while (at > 0 && best[at - 1].far > far) at--;
      best.splice(at, 0, { i, far });
      if (best.length > wanted) best.pop();
    }
    return best.map(each => each.i);
  }

  function showCard(point) {
    card.hidden = point < 0;
    document.body.classList.toggle("chosen", point >= 0);
    if (point < 0) return;
    const close = make("button", "×", "close");
    close.type = "button";
    close.setAttribute("aria-label", "Close");
    close.onclick = () => scene.select(-1);
    const near = nearest(point, gallery ? 12 : 6).map(i => {
      const button = make("button", hasPicture(i) ? pictureOf(i) : nameOf(i), hasPicture(i) ? "" : "word");
      button.type = "button";
      button.title = nameOf(i);
      button.onclick = () => scene.select(i, true);
      return button;
    });
    card.replaceChildren(...(hasPicture(point) ? [pictureOf(point)] : []), who(point), ...(near.length ? [make("h2", "Nearest in the layout"), make("div", near, "near")] : []), close);
  }

  function showTip(point, x, y) {
    tip.hidden = point < 0;
    if (point < 0) return;
    if (tip.dataset.point !== String(point)) {
      tip.dataset.point = point;
      tip.replaceChildren(...(hasPicture(point) ? [pictureOf(point)] : []), who(point));
    }
    const box = tip.getBoundingClientRect(), left = x + 18 + box.width > innerWidth - 8 ? x - 18 - box.width : x + 18;
    tip.style.transform = `translate(${Math.max(8, left)}px, ${Math.max(8, Math.min(innerHeight - box.height - 8, y - box.height / 2))}px)`;
  }

  choice.replaceChildren(...colourings.map((c, i) => new Option(c.name, String(i))));
  choice.onchange = () => { chosen = colourings[choice.value]; list(); scene.colouringChanged(chosen); };
  all.onclick = () => setParts(() => chosen.hidden.clear());
  find.oninput = search;
  find.onkeydown = event => {
    event.stopPropagation();
    if (event.key === "Escape") { find.value = ""; search(); find.blur(); }
    if (event.key === "Enter") {
      const only = search();
      if (only >= 0) scene.select(only, true);
      else scene.frameFound();
    }
  };
  byId("fold").onclick = () => {
    const isOpen = byId("panel").classList.toggle("open");
    byId("fold").setAttribute("aria-expanded", String(isOpen));
  };
  if (gallery?.about.small) document.body.classList.add("small");
  if (colourings.length === 1) choice.parentElement.replaceChildren(make("span", colourings[0].name === "samples" ? "" : colourings[0].name));
  list();
  return { showCard, showTip, search, get chosen() { return chosen; } };
}
