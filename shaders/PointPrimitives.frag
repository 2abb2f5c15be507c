#version 460
#extension GL_GOOGLE_include_directive : require
#include "points.glsl"
#include "shading.glsl"

layout(std430, binding = 1) readonly buffer Constants { Picture picture; Shade how; };
layout(std430, binding = 2) readonly buffer Colours { uint colours[]; };

layout(location = 0) flat in vec2 pointCentre;
layout(location = 1) flat in float pointDistance;
layout(location = 2) flat in uint pointId;

layout(location = 0) out vec4 colour;
layout(location = 1) out uint id;

void main()
{
    if (!covers(picture, pointCentre, gl_FragCoord.xy))
        discard;
    colour = shade(how, unpackUnorm4x8(colours[pointId]).rgb, pointDistance);
    id = pointId;
    gl_FragDepth = depthOf(how, pointDistance);
}
