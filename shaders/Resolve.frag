#version 460
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_samplerless_texture_functions : require
#include "shading.glsl"

// Turns each pixel's key into colour, id and depth. Keys and colours are fetched as texels: software drivers fetch eight at a time, but
// read storage buffers one by one, which made this pass three times as slow.

layout(binding = 0) uniform utextureBuffer keys;    // x: id, y: bits of the distance
layout(binding = 1) uniform textureBuffer colours;
layout(push_constant) uniform Constants { Shade how; uint width; };

layout(location = 0) out vec4 colour;
layout(location = 1) out uint id;

void main()
{
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    int place = pixel.y * int(width) + pixel.x;
    uvec2 key = texelFetch(keys, place).xy;
    uint left = texelFetch(keys, pixel.x > 0 ? place - 1 : place).y;
    uint above = texelFetch(keys, pixel.y > 0 ? place - int(width) : place).y;
    bool isEmpty = key.x == 0xFFFFFFFFu;
    float distance = uintBitsToFloat(key.y);
    vec4 lit = shade(how, texelFetch(colours, isEmpty ? 0 : int(key.x)).rgb, distance);
    lit.rgb *= 1.0 - 0.5 * how.background.w * (relief(how, key.y, left) + relief(how, key.y, above));
    colour = isEmpty ? vec4(how.background.rgb, 1.0) : lit;
    id = key.x;
    gl_FragDepth = isEmpty ? 1.0 : depthOf(how, distance);
}
