// Draws with WebGL2. Null where the browser has none.
function makeRenderer(canvas) {
  const gl = canvas.getContext("webgl2", { antialias: false, depth: false, alpha: false, powerPreference: "high-performance" });
  if (!gl) return null;

  function shader(type, text) {
    const made = gl.createShader(type);
    gl.shaderSource(made, text);
    gl.compileShader(made);
    if (!gl.getShaderParameter(made, gl.COMPILE_STATUS) && !gl.isContextLost()) throw new Error(gl.getShaderInfoLog(made));
    return made;
  }
  function program(vertex, fragment) {
    const made = gl.createProgram(), at = {};
    gl.attachShader(made, shader(gl.VERTEX_SHADER, vertex));
    gl.attachShader(made, shader(gl.FRAGMENT_SHADER, fragment));
    gl.linkProgram(made);
    if (!gl.getProgramParameter(made, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error(gl.getProgramInfoLog(made));
    for (let i = 0; i < gl.getProgramParameter(made, gl.ACTIVE_UNIFORMS); i++) {
      const name = gl.getActiveUniform(made, i).name;
      at[name] = gl.getUniformLocation(made, name);
    }
    return { made, at };
  }
  function buffer(data, usage = gl.STATIC_DRAW) {
    const made = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, made);
    gl.bufferData(gl.ARRAY_BUFFER, data, usage);
    return made;
  }
  function texture(format, width, height, filter) {
    const made = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, made);
    gl.texStorage2D(gl.TEXTURE_2D, 1, format, width, height);
    for (const [name, value] of [[gl.TEXTURE_MIN_FILTER, filter], [gl.TEXTURE_MAG_FILTER, filter], [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE], [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE]]) gl.texParameteri(gl.TEXTURE_2D, name, value);
    return made;
  }
  function renderbuffer(format, width, height, samples) {
    const made = gl.createRenderbuffer();
    gl.bindRenderbuffer(gl.RENDERBUFFER, made);
    gl.renderbufferStorageMultisample(gl.RENDERBUFFER, samples, format, width, height);
    return made;
  }

  const dots = program(PointVertex, PointFragment), picks = program(PickVertex, PickFragment), sprites = program(SpriteVertex, SpriteFragment);
  const grounds = program(ScreenVertex, GroundFragment), lights = program(ScreenVertex, LightFragment);
  const empty = gl.createVertexArray(), cloudArray = gl.createVertexArray(), spriteArray = gl.createVertexArray();
  const SheetEdge = 1024, PickEdge = 65;

  // Four numbers a point, as three would not be aligned; the fourth is not read.
  function padded(values) {
    const wide = new values.constructor(4 * count);
    for (let i = 0; i < count; i++) { wide[4 * i] = values[3 * i]; wide[4 * i + 1] = values[3 * i + 1]; wide[4 * i + 2] = values[3 * i + 2]; }
    return wide;
  }
  const finished = { buffer: buffer(padded(points)), type: gl.UNSIGNED_SHORT, scale: 1 / 65535, offset: -0.5 };
  const frames = new Map();
  function frameOf(values) {
    if (!values) return finished;
    if (!frames.has(values)) frames.set(values, { buffer: buffer(padded(values)), type: gl.SHORT, scale: 1 / 2048, offset: 0 });
    return frames.get(values);
  }

  const parts = buffer(new Uint16Array(count), gl.DYNAMIC_DRAW), marks = buffer(new Uint8Array(count), gl.DYNAMIC_DRAW);
  const palette = texture(gl.RGBA8, 256, 256, gl.NEAREST), colours = new Uint8Array(256 * 256 * 4);
  let shown = null, between = [finished, finished, 0];
  let targets = null, atlas = null, atlasLayers = 0;

  gl.bindVertexArray(cloudArray);
  gl.bindBuffer(gl.ARRAY_BUFFER, parts);
  gl.vertexAttribIPointer(2, 1, gl.UNSIGNED_SHORT, 0, 0);
  gl.bindBuffer(gl.ARRAY_BUFFER, marks);
  gl.vertexAttribIPointer(3, 1, gl.UNSIGNED_BYTE, 0, 0);
  for (let i = 0; i < 4; i++) gl.enableVertexAttribArray(i);
  const spriteData = new Float32Array(12 * 1024), spriteBuffer = buffer(spriteData, gl.DYNAMIC_DRAW);
  gl.bindVertexArray(spriteArray);
  for (let i = 0; i < 3; i++) {
    gl.enableVertexAttribArray(i);
    gl.vertexAttribPointer(i, 4, gl.FLOAT, false, 48, 16 * i);
    gl.vertexAttribDivisor(i, 1);
  }
  gl.bindVertexArray(null);

  const pickTarget = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, pickTarget);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture(gl.RG32UI, PickEdge, PickEdge, gl.NEAREST), 0);
  gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.RENDERBUFFER, renderbuffer(gl.DEPTH_COMPONENT24, PickEdge, PickEdge, 0));

  function resize(width, height, samples) {
    if (targets && targets.width === width && targets.height === height && targets.samples === samples) return;
    for (const old of targets?.buffers ?? []) gl.deleteRenderbuffer(old);
    if (targets && (targets.width !== width || targets.height !== height)) {
      for (const old of [targets.picture, targets.depth]) gl.deleteTexture(old);
      gl.deleteFramebuffer(targets.flat);
      targets.picture = null;
    }
    if (targets?.many) gl.deleteFramebuffer(targets.many);
    const made = targets?.picture ? { ...targets, width, height, samples, buffers: [], many: null } : { width, height, samples, buffers: [], many: null };
    if (!made.picture) {
      made.picture = texture(gl.RGBA8, width, height, gl.LINEAR);
      made.depth = texture(gl.DEPTH_COMPONENT24, width, height, gl.NEAREST);
      made.flat = gl.createFramebuffer();
      gl.bindFramebuffer(gl.FRAMEBUFFER, made.flat);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, made.picture, 0);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.TEXTURE_2D, made.depth, 0);
    }
    if (samples > 0) {
      made.buffers = [renderbuffer(gl.RGBA8, width, height, samples), renderbuffer(gl.DEPTH_COMPONENT24, width, height, samples)];
      made.many = gl.createFramebuffer();
      gl.bindFramebuffer(gl.FRAMEBUFFER, made.many);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, made.buffers[0]);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.RENDERBUFFER, made.buffers[1]);
    }
    targets = made;
  }

  // Every `stride`-th point, which is an even choice along the curve: a byte stride over the same buffers.
  function bindCloud(stride) {
    gl.bindVertexArray(cloudArray);
    for (let i = 0; i < 2; i++) {
      gl.bindBuffer(gl.ARRAY_BUFFER, between[i].buffer);
      gl.vertexAttribPointer(i, 3, between[i].type, false, 8 * stride, 0);
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, parts);
    gl.vertexAttribIPointer(2, 1, gl.UNSIGNED_SHORT, 2 * stride, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, marks);
    gl.vertexAttribIPointer(3, 1, gl.UNSIGNED_BYTE, stride, 0);
  }
  function usePoints(which, view, size) {
    gl.useProgram(which.made);
    gl.uniformMatrix4fv(which.at.matrix, false, view.matrix);
    gl.uniform4f(which.at.code, between[0].scale, between[0].offset, between[1].scale, between[1].offset);
    gl.uniform1f(which.at.share, between[2]);
    gl.uniform3f(which.at.size, ...size);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, palette);
    gl.uniform1i(which.at.palette, 0);
  }

  return {
    gl, SheetEdge, maxSprites: 1024,

    // A colouring, the parts that are off left out.
    show(colouring) {
      for (let i = 0; i < colouring.colours.length; i++) {
        const c = colouring.colours[i];
        colours.set([c & 255, c >> 8 & 255, c >> 16 & 255, colouring.hidden.has(i) ? 0 : 255], 4 * i);
      }
      gl.bindTexture(gl.TEXTURE_2D, palette);
      gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 256, Math.ceil(colouring.colours.length / 256), gl.RGBA, gl.UNSIGNED_BYTE, colours);
      if (shown !== colouring) {
        gl.bindBuffer(gl.ARRAY_BUFFER, parts);
        gl.bufferSubData(gl.ARRAY_BUFFER, 0, colouring.of);
        shown = colouring;
      }
    },

    mark(values) {
      gl.bindBuffer(gl.ARRAY_BUFFER, marks);
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, values);
    },

    // Two recorded frames, null for the finished layout, and how far between them.
    place(before, after, share) { between = [frameOf(before), frameOf(after), share]; },

    prepareAtlas(sheets, isSmall) {
      atlasLayers = Math.min(sheets, 24, gl.getParameter(gl.MAX_ARRAY_TEXTURE_LAYERS));
      atlas = gl.createTexture();
      gl.bindTexture(gl.TEXTURE_2D_ARRAY, atlas);
      gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.RGBA8, SheetEdge, SheetEdge, atlasLayers);
      gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
      gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_MAG_FILTER, isSmall ? gl.NEAREST : gl.LINEAR);
      return atlasLayers;
    },

    fillAtlas(layer, bitmap) {
      gl.bindTexture(gl.TEXTURE_2D_ARRAY, atlas);
      gl.texSubImage3D(gl.TEXTURE_2D_ARRAY, 0, 0, 0, layer, bitmap.width, bitmap.height, 1, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
    },

    // sprites: 12 numbers each: x, y, z, pixels, u, v, layer, extent, red, green, blue, width of the frame.
    draw(view, look, spriteList, spriteCount) {
      const { width, height, samples, stride, ratio } = look;
      resize(width, height, samples);
      gl.bindFramebuffer(gl.FRAMEBUFFER, samples > 0 ? targets.many : targets.flat);
      gl.viewport(0, 0, width, height);
      gl.disable(gl.BLEND);
      gl.depthMask(true);
      gl.clear(gl.DEPTH_BUFFER_BIT);
      gl.disable(gl.DEPTH_TEST);
      gl.depthMask(false);
      gl.useProgram(grounds.made);
      gl.uniform3f(grounds.at.ground, ...look.ground);
      gl.uniform3f(grounds.at.glow, (centre[0] + 1) / 2, (centre[1] + 1) / 2, width / height);
      gl.bindVertexArray(empty);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
      gl.enable(gl.DEPTH_TEST);
      gl.depthMask(true);
      if (samples > 0) gl.enable(gl.SAMPLE_ALPHA_TO_COVERAGE);
      bindCloud(stride);
      usePoints(dots, view, look.size);
      gl.uniform3f(dots.at.ground, ...look.ground);
      gl.uniform2f(dots.at.fog, ...look.fog);
      gl.uniform1f(dots.at.soft, samples > 0 ? 1 : 0);
      gl.drawArrays(gl.POINTS, 0, Math.ceil(count / stride));
      gl.disable(gl.SAMPLE_ALPHA_TO_COVERAGE);
      if (spriteCount > 0) {
        gl.bindVertexArray(spriteArray);
        gl.bindBuffer(gl.ARRAY_BUFFER, spriteBuffer);
        gl.bufferSubData(gl.ARRAY_BUFFER, 0, spriteList, 0, 12 * spriteCount);
        gl.useProgram(sprites.made);
        gl.uniformMatrix4fv(sprites.at.matrix, false, view.matrix);
        gl.uniform2f(sprites.at.screen, width, height);
        gl.uniform3f(sprites.at.ground, ...look.ground);
        gl.activeTexture(gl.TEXTURE0);
        gl.bindTexture(gl.TEXTURE_2D_ARRAY, atlas);
        gl.uniform1i(sprites.at.atlas, 0);
        gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, spriteCount);
      }
      if (samples > 0) {
        gl.bindFramebuffer(gl.READ_FRAMEBUFFER, targets.many);
        gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, targets.flat);
        gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT, gl.NEAREST);
      }
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.disable(gl.DEPTH_TEST);
      gl.useProgram(lights.made);
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, targets.picture);
      gl.activeTexture(gl.TEXTURE1);
      gl.bindTexture(gl.TEXTURE_2D, targets.depth);
      gl.uniform1i(lights.at.picture, 0);
      gl.uniform1i(lights.at.depth, 1);
      gl.uniform2f(lights.at.planes, view.near, view.far);
      gl.uniform3f(lights.at.light, facts.flat ? 0 : look.strength, Math.max(1, 1.4 * ratio), width / canvas.width);
      gl.bindVertexArray(empty);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
      gl.bindVertexArray(null);
    },

    // The point nearest to a pixel of a view, and its distance along the view; null for none.
    pick(view, x, y, size, reach) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, pickTarget);
      gl.viewport(0, 0, PickEdge, PickEdge);
      gl.disable(gl.BLEND);
      gl.enable(gl.DEPTH_TEST);
      gl.depthMask(true);
      gl.clearBufferuiv(gl.COLOR, 0, [0, 0, 0, 0]);
      gl.clear(gl.DEPTH_BUFFER_BIT);
      bindCloud(1);
      usePoints(picks, view, size);
      gl.uniform4f(picks.at.pick, 2 * (x + 0.5) / view.width - 1, 1 - 2 * (y + 0.5) / view.height, view.width / PickEdge, view.height / PickEdge);
      gl.drawArrays(gl.POINTS, 0, count);
      const pixels = new Uint32Array(4 * PickEdge * PickEdge);
      gl.readPixels(0, 0, PickEdge, PickEdge, gl.RGBA_INTEGER, gl.UNSIGNED_INT, pixels);
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.bindVertexArray(null);
      const middle = PickEdge >> 1, zs = new Float32Array(pixels.buffer);
      let best = null, nearest = reach * reach + 1;
      for (let row = 0; row < PickEdge; row++) for (let column = 0; column < PickEdge; column++) {
        const at = 4 * (row * PickEdge + column), far = (row - middle) ** 2 + (column - middle) ** 2;
        if (pixels[at] === 0 || far >= nearest) continue;
        nearest = far;
        const z = zs[at + 1] * 2 - 1;
        best = { point: pixels[at] - 1, w: 2 * view.near * view.far / (view.far + view.near - z * (view.far - view.near)) };
      }
      return best;
    },
  };
}
