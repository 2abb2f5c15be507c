#version 460
#extension GL_GOOGLE_include_directive : require
#include "points.glsl"
#include "shading.glsl"

// Where 64-bit atomics are missing, the device's own rasteriser draws each point as a square that surely holds its disc, and the fragment
// shader keeps the disc. A point whose centre lies outside the picture would be dropped whole, so its square is centred on the edge and grown.

layout(std430, binding = 0) readonly buffer Positions { vec4 positions[]; };
layout(std430, binding = 1) readonly buffer Constants { Picture picture; Shade how; };

layout(std430, binding = 2) readonly buffer Colours { uint colours[]; };
layout(constant_id = 0) const bool IsStyled = false;

layout(location = 0) flat out vec2 pointCentre;
layout(location = 1) flat out float pointDistance;
layout(location = 2) flat out uint pointId;
layout(location = 3) flat out float pointRadius;

void main()
{
    vec3 p = positions[gl_VertexIndex].xyz;
    float distance = along(picture.distanceRow, p);
    float w = along(picture.clipW, p);
    vec2 centre = centreOf(picture, p, w);
    pointCentre = centre;
    pointDistance = distance;
    pointId = uint(gl_VertexIndex);
    float radius = picture.radius;
    bool isDrawn = true;
    if (IsStyled)
    {
        uint style = colours[gl_VertexIndex] >> 24;
        radius = radiusOf(radius, style);
        isDrawn = style != Hidden;
    }
    pointRadius = radius;
    if (!isDrawn || !isSeen(picture, distance, w, centre, radius))
    {
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        gl_PointSize = 1.0;
        return;
    }
    vec2 inside = clamp(centre, vec2(0.0), 2.0 * picture.halfSize);
    vec2 moved = abs(centre - inside);
    gl_Position = vec4(inside / picture.halfSize - 1.0, 0.5, 1.0);
    gl_PointSize = 2.0 * (radius + max(moved.x, moved.y)) + 2.0;
}
