#version 460
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_samplerless_texture_functions : require
#include "points.glsl"
#include "shading.glsl"

// Turns each pixel's key into colour, id and depth. Keys and colours are fetched as texels: software drivers fetch eight at a time, but
// read storage buffers one by one, which made this pass three times as slow.

layout(binding = 0) uniform utextureBuffer keys;    // x: id, y: bits of the distance
layout(binding = 1) uniform textureBuffer colours;
layout(constant_id = 0) const bool IsStyled = false;
layout(push_constant) uniform Constants { Shade how; uint width; uint height; };

layout(location = 0) out vec4 colour;
layout(location = 1) out uint id;

void main()
{
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    int place = pixel.y * int(width) + pixel.x;
    uvec2 key = texelFetch(keys, place).xy;
    uvec2 left = texelFetch(keys, pixel.x > 0 ? place - 1 : place).xy;
    uvec2 above = texelFetch(keys, pixel.y > 0 ? place - int(width) : place).xy;
    bool isEmpty = key.x == 0xFFFFFFFFu;
    float distance = uintBitsToFloat(key.y);
    vec4 own = texelFetch(colours, isEmpty ? 0 : int(key.x));
    vec4 lit = shade(how, own.rgb, distance);
    lit.rgb *= 1.0 - 0.5 * how.background.w * (relief(how, key.y, left.y) + relief(how, key.y, above.y));
    if (IsStyled && isMarked(styleOf(own.a)))
    {
        uint right = texelFetch(keys, pixel.x + 1 < int(width) ? place + 1 : place).x;
        uint below = texelFetch(keys, pixel.y + 1 < int(height) ? place + int(width) : place).x;
        if (left.x != key.x || above.x != key.x || right != key.x || below != key.x)
            lit.rgb = rim(lit.rgb);
    }
    colour = isEmpty ? vec4(how.background.rgb, 1.0) : lit;
    id = key.x;
    gl_FragDepth = isEmpty ? 1.0 : depthOf(how, distance);
}
