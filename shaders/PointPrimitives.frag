#version 460
#extension GL_GOOGLE_include_directive : require
#include "points.glsl"
#include "shading.glsl"

layout(std430, binding = 1) readonly buffer Constants { Picture picture; Shade how; };
layout(std430, binding = 2) readonly buffer Colours { uint colours[]; };
layout(constant_id = 0) const bool IsStyled = false;

layout(location = 0) flat in vec2 pointCentre;
layout(location = 1) flat in float pointDistance;
layout(location = 2) flat in uint pointId;
layout(location = 3) flat in float pointRadius;

layout(location = 0) out vec4 colour;
layout(location = 1) out uint id;

bool isInside()
{
    vec2 pixel = gl_FragCoord.xy;
    return covers(pointCentre, pointRadius, pixel - vec2(1.0, 0.0)) && covers(pointCentre, pointRadius, pixel + vec2(1.0, 0.0))
        && covers(pointCentre, pointRadius, pixel - vec2(0.0, 1.0)) && covers(pointCentre, pointRadius, pixel + vec2(0.0, 1.0));
}

void main()
{
    if (!covers(pointCentre, pointRadius, gl_FragCoord.xy))
        discard;
    uint style = IsStyled ? colours[pointId] >> 24 : 0u;
    if (IsStyled && !isMarked(style) && doorHash(pointId, uvec2(gl_FragCoord.xy)) >= picture.doorstep)
        discard;
    colour = shade(how, unpackUnorm4x8(colours[pointId]).rgb, pointDistance);
    // A fragment sees no neighbours, so the rim is the disc's own and not that of what is left of it.
    if (IsStyled && isMarked(style) && !isInside())
        colour.rgb = rim(colour.rgb);
    id = pointId;
    gl_FragDepth = depthOf(how, pointDistance);
}
