#version 460
#extension GL_EXT_samplerless_texture_functions : require

// Lays the overlay over the picture, pixel on pixel. Its colours are premultiplied by alpha; blending does the rest.

layout(binding = 0) uniform texture2D overlay;

layout(location = 0) out vec4 colour;

void main()
{
    colour = texelFetch(overlay, ivec2(gl_FragCoord.xy), 0);
}
