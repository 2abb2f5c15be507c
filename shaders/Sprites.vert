#version 460
#extension GL_GOOGLE_include_directive : require
#include "points.glsl"
#include "shading.glsl"

// Six vertices a picture: a square to the camera, all of it as deep as its point, where the positions that this frame draws have it. Around what is to be seen of
// the tile runs a frame in the point's colour.

struct Sprite
{
    uint point;
    float scale;     // pixels of the picture for a texel
    float opacity;
    uint rgba;       // of the frame; alpha is the style
    vec4 texels;     // left, top, width, height of the content in its page
    vec2 offset;     // of the content's centre from the tile's, texels
    uint layer;
    uint hasHoles;   // the host's: which pass it is in
};

layout(std430, binding = 0) readonly buffer Positions { vec4 positions[]; };
layout(std430, binding = 1) readonly buffer Sprites { Sprite sprites[]; };
layout(push_constant) uniform Constants { Picture picture; vec4 depthTerms; };

layout(location = 0) noperspective out vec2 within;  // pixels from the outer left top
layout(location = 1) noperspective out vec2 texel;
layout(location = 2) flat out vec4 content;        // the centres of its outermost texels: left, top, right, bottom
layout(location = 3) flat out vec4 frame;          // colour, and width in pixels
layout(location = 4) flat out vec2 outerSize;      // pixels
layout(location = 5) flat out uint layer;
layout(location = 6) flat out float opacity;
layout(location = 7) flat out uint spriteId;

void main()
{
    Sprite sprite = sprites[gl_VertexIndex / 6];
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    within = texel = outerSize = vec2(0.0);
    content = frame = vec4(0.0);
    layer = spriteId = 0u;
    opacity = 0.0;
    uint style = sprite.rgba >> 24;
    if (sprite.point >= picture.count || style == Hidden)
        return;
    vec3 p = positions[sprite.point].xyz;
    float distance = along(picture.distanceRow, p);
    float w = along(picture.clipW, p);
    if (!(distance >= picture.nearest && distance <= picture.farthest && w > 0.0))
        return;
    vec3 rgb = unpackUnorm4x8(sprite.rgba).rgb;
    frame = isMarked(style) ? vec4(rim(rgb), 2.5) : vec4(rgb, 1.5);
    outerSize = sprite.texels.zw * sprite.scale + 2.0 * frame.w;
    int corner = gl_VertexIndex % 6;
    vec2 part = vec2(corner == 1 || corner >= 4 ? 1.0 : 0.0, corner == 2 || corner == 3 || corner == 5 ? 1.0 : 0.0);
    within = part * outerSize;
    texel = sprite.texels.xy + (within - frame.w) / sprite.scale;
    content = vec4(sprite.texels.xy + 0.5, sprite.texels.xy + sprite.texels.zw - 0.5);
    layer = sprite.layer;
    opacity = sprite.opacity;
    spriteId = sprite.point;
    vec2 place = centreOf(picture, p, w) + sprite.offset * sprite.scale + (part - 0.5) * outerSize;
    // Four steps of a 32-bit depth nearer than the point itself, which the picture covers whichever way rounding went.
    gl_Position = vec4(place / picture.halfSize - 1.0, max(depthAt(depthTerms, distance) - 2.4e-7, 0.0), 1.0);
}
