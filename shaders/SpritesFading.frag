#version 460
#extension GL_GOOGLE_include_directive : require
#include "sprites.glsl"

// Pictures on their way in or out: blended over what is behind.

layout(location = 0) out vec4 colour;

void main()
{
    colour = vec4(pictureColour() * opacity, opacity);
}
