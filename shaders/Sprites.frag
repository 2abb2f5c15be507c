#version 460
#extension GL_GOOGLE_include_directive : require
#include "sprites.glsl"

// Opaque pictures: colour, id and depth.

layout(location = 0) out vec4 colour;
layout(location = 1) out uint id;

void main()
{
    colour = vec4(pictureColour(), 1.0);
    id = spriteId;
}
