#version 460
#extension GL_GOOGLE_include_directive : require
#include "sprites.glsl"

// Which picture a pixel mostly shows, once more than half of its colour is the picture's.

layout(location = 0) out uint id;

void main()
{
    if (opacity < 0.5)
        discard;
    pictureColour();
    id = spriteId;
}
