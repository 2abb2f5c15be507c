#version 460
#extension GL_GOOGLE_include_directive : require
#include "sprites.glsl"

// Which picture a pixel mostly shows: drawn for those of which more than half is seen. Where nothing is left out of a picture, its texels need not be read.

layout(location = 0) out uint id;

void main()
{
    if (HasHoles)
        pictureColour();
    id = spriteId;
}
