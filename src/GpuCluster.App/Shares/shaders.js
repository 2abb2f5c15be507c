// Points are discs, lit as balls are; a pass over the depth darkens what lies behind a near edge (eye-dome lighting).
const PointHead = `#version 300 es
precision highp float;
layout(location = 0) in vec3 before;
layout(location = 1) in vec3 after;
layout(location = 2) in uint part;
layout(location = 3) in uint mark;
uniform mat4 matrix;
uniform vec4 code;
uniform float share;
uniform vec3 size;
uniform highp sampler2D palette;
vec4 place() {
  return matrix * vec4(mix(before * code.x + code.y, after * code.z + code.w, share), 1.0);
}
vec4 colourOf() { return texelFetch(palette, ivec2(int(part) & 255, int(part) >> 8), 0); }
float diameter(float w) { return clamp(size.x / w, size.y, size.z); }
`;

const PointVertex = PointHead + `
uniform vec3 ground;
uniform vec2 fog;
out vec3 colour;
out float ball;
void main() {
  vec4 at = place(), c = colourOf();
  gl_Position = c.a < 0.5 ? vec4(2.0, 2.0, 2.0, 1.0) : at;
  gl_PointSize = diameter(at.w) * ((mark & 2u) != 0u ? 1.6 : 1.0);
  float away = clamp((at.w - fog.x) / max(1e-4, fog.y - fog.x), 0.0, 1.0);
  colour = mix(c.rgb, ground, 0.55 * away * away);
  if ((mark & 1u) != 0u) colour = mix(vec3(dot(colour, vec3(0.3, 0.55, 0.15))), ground, 0.78);
  ball = smoothstep(2.5, 6.0, gl_PointSize);
}`;

const PointFragment = `#version 300 es
precision highp float;
in vec3 colour;
in float ball;
out vec4 pixel;
uniform float soft;
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float r = length(p), edge = fwidth(r);
  float alpha = mix(step(r, 1.0), 1.0 - smoothstep(1.0 - edge, 1.0, r), soft);
  if (alpha < 0.02) discard;
  vec3 normal = vec3(p.x, -p.y, sqrt(max(0.0, 1.0 - r * r)));
  float lit = dot(normal, normalize(vec3(-0.4, 0.65, 0.75)));
  float shine = pow(max(0.0, lit), 24.0);
  vec3 full = colour * (0.5 + 0.56 * max(0.0, lit)) + 0.16 * shine;
  pixel = vec4(mix(colour, full, ball), alpha);
}`;

// Into a small picture around the cursor: which point each pixel shows.
const PickVertex = PointHead + `
uniform vec4 pick;
flat out uint id;
void main() {
  vec4 at = place();
  bool isLeftOut = colourOf().a < 0.5 || (mark & 1u) != 0u;
  gl_Position = isLeftOut ? vec4(2.0, 2.0, 2.0, 1.0) : vec4((at.xy - pick.xy * at.w) * pick.zw, at.zw);
  gl_PointSize = max(diameter(at.w), 4.0);
  id = uint(gl_VertexID) + 1u;
}`;

const PickFragment = `#version 300 es
precision highp float;
flat in uint id;
out uvec2 pixel;
void main() {
  if (length(gl_PointCoord * 2.0 - 1.0) > 1.0) discard;
  pixel = uvec2(id, floatBitsToUint(gl_FragCoord.z));
}`;

const SpriteVertex = `#version 300 es
precision highp float;
layout(location = 0) in vec4 at;
layout(location = 1) in vec4 tile;
layout(location = 2) in vec4 frame;
uniform mat4 matrix;
uniform vec2 screen;
out vec2 place;
out vec3 source;
out vec4 rim;
out float span;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec4 clip = matrix * vec4(at.xyz, 1.0);
  clip.xy += (corner * 2.0 - 1.0) * at.w / screen * clip.w;
  gl_Position = clip;
  place = corner;
  source = vec3(tile.xy + vec2(corner.x, 1.0 - corner.y) * tile.w, tile.z);
  rim = frame;
  span = at.w;
}`;

const SpriteFragment = `#version 300 es
precision highp float;
in vec2 place;
in vec3 source;
in vec4 rim;
in float span;
out vec4 pixel;
uniform highp sampler2DArray atlas;
uniform vec3 ground;
void main() {
  vec2 away = abs(place - 0.5) * span;
  float corner = min(5.0, span * 0.12), half_ = span * 0.5;
  float far = length(max(away - (half_ - corner), 0.0)) - corner;
  if (far > 0.0) discard;
  vec4 c = texture(atlas, source);
  vec3 inside = c.rgb + (1.0 - c.a) * ground * 1.6;
  pixel = vec4(mix(inside, rim.rgb, smoothstep(-rim.a - 0.5, -rim.a + 0.5, far)), 1.0);
}`;

const ScreenVertex = `#version 300 es
out vec2 place;
void main() {
  place = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0;
  gl_Position = vec4(place * 2.0 - 1.0, 0.9999999, 1.0);
}`;

const GroundFragment = `#version 300 es
precision highp float;
in vec2 place;
out vec4 pixel;
uniform vec3 ground;
uniform vec3 glow;
void main() {
  vec2 p = (place - glow.xy) * vec2(glow.z, 1.0);
  float light = exp(-dot(p, p) * 3.5);
  float grain = fract(sin(dot(gl_FragCoord.xy, vec2(12.9898, 78.233))) * 43758.5453) - 0.5;
  pixel = vec4(ground + light * vec3(0.028, 0.036, 0.052) + grain / 255.0, 1.0);
}`;

const LightFragment = `#version 300 es
precision highp float;
in vec2 place;
out vec4 pixel;
uniform sampler2D picture;
uniform highp sampler2D depth;
uniform vec2 planes;
uniform vec3 light;
float away(ivec2 at) {
  float z = texelFetch(depth, clamp(at, ivec2(0), textureSize(depth, 0) - 1), 0).r;
  return z >= 1.0 ? -100.0 : log2(2.0 * planes.x * planes.y / (planes.y + planes.x - (z * 2.0 - 1.0) * (planes.y - planes.x)));
}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy * light.z);
  vec4 c = texture(picture, place);
  float own = away(at), sum = 0.0;
  if (own > -99.0) {
    for (int i = 0; i < 8; i++) {
      float angle = float(i) * 0.785398;
      float other = away(at + ivec2(round(vec2(cos(angle), sin(angle)) * light.y)));
      if (other > -99.0) sum += max(0.0, own - other);
    }
  }
  pixel = vec4(c.rgb * max(0.3, exp(-sum / 8.0 * 300.0 * light.x)), 1.0);
}`;
