// A picture's own pixel, for the passes that draw pictures.

layout(binding = 2) uniform sampler2DArray pages;

// A picture is parallel to the screen: without the division by depth, which software does for every pixel.
layout(location = 0) noperspective in vec2 within;
layout(location = 1) noperspective in vec2 texel;
layout(location = 2) flat in vec4 content;
layout(location = 3) flat in vec4 frame;
layout(location = 4) flat in vec2 outerSize;
layout(location = 5) flat in uint layer;
layout(location = 6) flat in float opacity;
layout(location = 7) flat in uint spriteId;

layout(constant_id = 0) const bool HasHoles = true;

const float PageEdge = 512.0;

// Colour of the frame or of the picture. What the picture leaves empty is no part of it: what is behind is seen there, and picked. Half-covered texels are kept
// whole or dropped, so that a picture is equally opaque all over and needs no order within itself.
vec3 pictureColour()
{
    vec2 edges = min(within, outerSize - within);
    if (min(edges.x, edges.y) < frame.w)
        return frame.rgb;
    vec4 premultiplied = textureLod(pages, vec3(clamp(texel, content.xy, content.zw) / PageEdge, float(layer)), 0.0);
    if (HasHoles && premultiplied.a < 0.5)
        discard;
    return premultiplied.rgb / premultiplied.a;
}
