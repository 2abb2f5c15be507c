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
    uvec2 key = texelFetch(keys, int(gl_FragCoord.y) * int(width) + int(gl_FragCoord.x)).xy;
    bool isEmpty = key.x == 0xFFFFFFFFu;
    float distance = uintBitsToFloat(key.y);
    vec4 lit = shade(how, texelFetch(colours, isEmpty ? 0 : int(key.x)).rgb, distance);
    colour = isEmpty ? vec4(how.background.rgb, 1.0) : lit;
    id = key.x;
    gl_FragDepth = isEmpty ? 1.0 : depthOf(how, distance);
}
