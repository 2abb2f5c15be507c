#version 460
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_samplerless_texture_functions : require
#include "points.glsl"
#include "shading.glsl"
#include "discs.glsl"

// Resolve.frag's place where points are lit discs: one pass over the keys makes light, eye-dome lighting, smooth edges and dithering, then id and depth.
// Points were drawn half a pixel larger than they are, so that every pixel that a disc touches has its key.

layout(binding = 0) uniform utextureBuffer keys;    // x: id, y: bits of the distance
layout(binding = 1) uniform textureBuffer colours;
layout(binding = 2) uniform textureBuffer centres;  // pixels
layout(constant_id = 0) const bool IsStyled = false;
layout(push_constant) uniform Constants
{
    Shade how;
    uint width;
    uint height;
    float radius;      // of a point, and half a pixel; pixels
    float eyeDome;     // the power of a ratio of two distances; 0 for none
    float ringRadius;  // pixels
};

layout(location = 0) out vec4 colour;
layout(location = 1) out uint id;

const int Ring = 8;

uvec2 keyAt(ivec2 pixel)
{
    ivec2 inside = clamp(pixel, ivec2(0), ivec2(width, height) - 1);
    return texelFetch(keys, inside.y * int(width) + inside.x).xy;
}

// Eye-dome lighting (Boucheny, Interactive Scientific Visualization of Large Datasets, 2009): a pixel is the darker, the farther it lies behind those around it.
// Summed logarithms of distances are the logarithm of a product, so the ring needs none. What is empty is behind everything, and darkens nothing.
float eyeDomeOf(ivec2 pixel, float distance, int steps)
{
    float product = 1.0;
    for (int i = 0; i < steps; i++)
    {
        float diagonal = (i & 4) == 0 ? ringRadius : 0.7071 * ringRadius;
        int turn = i & 3;
        ivec2 way = (i & 4) == 0 ? ivec2(turn == 0 ? 1 : turn == 1 ? -1 : 0, turn == 2 ? 1 : turn == 3 ? -1 : 0)
            : ivec2(turn < 2 ? 1 : -1, (turn & 1) == 0 ? 1 : -1);
        uint bits = keyAt(pixel + way * int(diagonal + 0.5)).y;
        // All bits set is empty, and as a float no number.
        product *= bits == 0xFFFFFFFFu ? 1.0 : min(1.0, uintBitsToFloat(bits) / distance);
    }
    return pow(product, eyeDome);
}

void main()
{
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    uvec2 key = keyAt(pixel);
    bool isEmpty = key.x == Nothing;
    float distance = uintBitsToFloat(key.y);
    vec3 lit = how.background.rgb;
    // A loop ends as soon as no lane is left in it, which a branch of a software driver need not: empty parts of a picture cost little.
    for (int once = isEmpty ? 1 : 0; once < 1; once++)
    {
        vec4 own = texelFetch(colours, int(key.x));
        float wide = IsStyled ? radiusOf(radius, styleOf(own.a)) : radius;
        vec2 offset = gl_FragCoord.xy - texelFetch(centres, int(key.x)).xy;
        float fromCentre = length(offset);
        float covered = coverage(wide, fromCentre);
        float shadow = eyeDome > 0.0 ? eyeDomeOf(pixel, distance, Ring) : 1.0;
        lit = shade(how, own.rgb * lightAt(offset, wide), distance).rgb * shadow;
        if (IsStyled && isMarked(styleOf(own.a)) && fromCentre > wide - 2.0)
            lit = rim(own.rgb);
        // Behind a smooth edge lies what the next pixel outwards shows. Where that is nearer, the edge is its own.
        uvec2 next = keyAt(pixel + ivec2(round(offset / max(fromCentre, 0.01))));
        vec3 behind = how.background.rgb;
        if (next.x != Nothing)
        {
            float beyond = uintBitsToFloat(next.y);
            float dark = eyeDome > 0.0 ? pow(min(1.0, distance / beyond), 3.0 * eyeDome) : 1.0;
            behind = shade(how, texelFetch(colours, int(next.x)).rgb, beyond).rgb * dark;
            covered = beyond < distance || next.x == key.x ? 1.0 : covered;
        }
        lit = mix(behind, lit, covered);
    }
    colour = vec4(lit + dither(gl_FragCoord.xy), 1.0);
    id = key.x;
    gl_FragDepth = isEmpty ? 1.0 : depthOf(how, distance);
}
