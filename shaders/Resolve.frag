#version 460
#extension GL_GOOGLE_include_directive : require
#include "shading.glsl"

// Turns each pixel's key into colour, id and depth.

layout(std430, binding = 0) readonly buffer Keys { uvec2 keys[]; };   // x: id, y: bits of the distance
layout(std430, binding = 1) readonly buffer Colours { uint colours[]; };
layout(push_constant) uniform Constants { Shade how; uint width; };

layout(location = 0) out vec4 colour;
layout(location = 1) out uint id;

void main()
{
    uvec2 key = keys[uint(gl_FragCoord.y) * width + uint(gl_FragCoord.x)];
    bool isEmpty = key.x == 0xFFFFFFFFu;
    float distance = uintBitsToFloat(key.y);
    vec4 lit = shade(how, colours[isEmpty ? 0u : key.x], distance);
    colour = isEmpty ? vec4(how.background.rgb, 1.0) : lit;
    id = key.x;
    gl_FragDepth = isEmpty ? 1.0 : depthOf(how, distance);
}
