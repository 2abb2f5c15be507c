#version 460
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#extension GL_EXT_shader_atomic_int64 : require
#extension GL_EXT_samplerless_texture_functions : require
#include "points.glsl"

// One thread per point. Each covered pixel keeps the least key, which is distance above id: the nearest point, and of equals the lowest id.
// Positive floats order as their bits do. Most points of a dense cloud lose against what is there already, so a plain read comes before the
// atomic: on a processor an atomic costs ten times a read. The read may be stale, but keys only fall, so a key that loses against a stale one
// loses against the true one too.

layout(local_size_x = 64) in;

layout(std430, binding = 0) readonly buffer Positions { vec4 positions[]; };
layout(std430, binding = 1) buffer Keys { uint64_t keys[]; };
layout(binding = 2) uniform utextureBuffer keyTexels;   // the same memory
layout(binding = 3) uniform textureBuffer colours;      // alpha: the style
layout(std430, binding = 4) writeonly buffer Centres { vec2 centres[]; };   // by id; pixels
// Whether styles and opacity are looked at; most clouds have neither, and then pay for neither.
layout(constant_id = 0) const bool IsStyled = false;
// Whether centres are kept for the passes that light discs and smooth their edges.
layout(constant_id = 1) const bool KeepsCentres = false;
// Pixels that will be covered: left and top, then right and bottom beyond them, 16 bits each.
layout(push_constant) uniform Constants { Picture picture; uint coveredFrom; uint coveredTo; };

void main()
{
    uint index = gl_GlobalInvocationID.x;
    if (index >= picture.count)
        return;
    vec3 p = positions[index].xyz;
    float distance = along(picture.distanceRow, p);
    float w = along(picture.clipW, p);
    vec2 centre = centreOf(picture, p, w);
    uint id = picture.first + index;
    float radius = picture.radius;
    bool isWhole = true;
    if (IsStyled)
    {
        uint style = styleOf(texelFetch(colours, int(id)).a);
        if (style == Hidden)
            return;
        radius = radiusOf(radius, style);
        // What is marked is to be seen, whatever the opacity.
        isWhole = isMarked(style);
    }
    if (!isSeen(picture, distance, w, centre, radius))
        return;
    if (KeepsCentres)
        centres[id] = centre;
    // The pixels whose centres lie in the square around the disc, wider by more than rounding could lose; covers() decides.
    float reach = radius + 0.01;
    int left = max(int(ceil(centre.x - reach - 0.5)), 0);
    int right = min(int(floor(centre.x + reach - 0.5)), int(picture.width) - 1);
    int top = max(int(ceil(centre.y - reach - 0.5)), 0);
    int bottom = min(int(floor(centre.y + reach - 0.5)), int(picture.height) - 1);
    if (left >= int(coveredFrom & 0xFFFFu) && top >= int(coveredFrom >> 16)
        && right < int(coveredTo & 0xFFFFu) && bottom < int(coveredTo >> 16))
        return;
    uint64_t key = (uint64_t(floatBitsToUint(distance)) << 32) | uint64_t(id);
    for (int y = top; y <= bottom; y++)
    {
        for (int x = left; x <= right; x++)
        {
            if (!covers(centre, radius, vec2(x, y) + 0.5))
                continue;
            if (IsStyled && !isWhole && doorHash(id, uvec2(x, y)) >= picture.doorstep)
                continue;
            uint pixel = uint(y) * picture.width + uint(x);
            uvec2 held = texelFetch(keyTexels, int(pixel)).xy;
            if (key < packUint2x32(held))
                atomicMin(keys[pixel], key);
        }
    }
}
