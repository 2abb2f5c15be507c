#version 460
#extension GL_GOOGLE_include_directive : require
#include "points.glsl"

// Covers a pixel by the share of it that lies within the line.

layout(push_constant) uniform Constants { Picture picture; vec4 depthTerms; };

layout(location = 0) in vec4 lineColour;
layout(location = 1) in float across;

layout(location = 0) out vec4 colour;

void main()
{
    float alpha = lineColour.a * clamp(picture.radius + 0.5 - abs(across), 0.0, 1.0);
    colour = vec4(lineColour.rgb * alpha, alpha);
}
