#version 460
#extension GL_GOOGLE_include_directive : require
#include "points.glsl"
#include "shading.glsl"

// Six vertices a line: a strip of the line's width and a pixel more to either side, in which the fragment shader fades out. Ends on a point are read from the
// positions that this frame draws. What lies before the near plane is cut off here, where the projection would turn it over.

layout(std430, binding = 0) readonly buffer Positions { vec4 positions[]; };
layout(std430, binding = 1) readonly buffer Vertices { uint words[]; };   // 5 to an end: x, y, z, point or -1, colour
layout(push_constant) uniform Constants { Picture picture; vec4 depthTerms; };

layout(location = 0) out vec4 lineColour;
layout(location = 1) out float across;   // pixels from the middle of the line

void main()
{
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    lineColour = vec4(0.0);
    across = 0.0;
    int corner = gl_VertexIndex % 6;
    bool isSecond = corner == 1 || corner >= 4;
    float side = corner == 2 || corner == 3 || corner == 5 ? 1.0 : -1.0;
    vec3 at[2];
    vec4 colour[2];
    float distance[2];
    for (int end = 0; end < 2; end++)
    {
        int word = (gl_VertexIndex / 6 * 2 + end) * 5;
        uint point = words[word + 3];
        if (point != Nothing && point >= picture.count)
            return;
        at[end] = point == Nothing ? vec3(uintBitsToFloat(words[word]), uintBitsToFloat(words[word + 1]), uintBitsToFloat(words[word + 2])) : positions[point].xyz;
        if (any(isnan(at[end])) || any(isinf(at[end])))
            return;
        colour[end] = unpackUnorm4x8(words[word + 4]);
        distance[end] = along(picture.distanceRow, at[end]);
    }
    if (distance[0] < picture.nearest && distance[1] < picture.nearest)
        return;
    for (int end = 0; end < 2; end++)
    {
        if (distance[end] >= picture.nearest)
            continue;
        float share = (picture.nearest - distance[end]) / (distance[1 - end] - distance[end]);
        at[end] = mix(at[end], at[1 - end], share);
        colour[end] = mix(colour[end], colour[1 - end], share);
        distance[end] = picture.nearest;
    }
    vec2 first = centreOf(picture, at[0], along(picture.clipW, at[0]));
    vec2 second = centreOf(picture, at[1], along(picture.clipW, at[1]));
    vec2 way = second - first;
    float pixels = length(way);
    vec2 normal = pixels > 1e-4 ? vec2(-way.y, way.x) / pixels : vec2(0.0, 1.0);
    across = side * (picture.radius + 1.0);
    vec2 place = (isSecond ? second : first) + across * normal;
    lineColour = isSecond ? colour[1] : colour[0];
    float depth = depthAt(depthTerms, isSecond ? distance[1] : distance[0]);
    gl_Position = vec4(place / picture.halfSize - 1.0, depth, 1.0);
}
