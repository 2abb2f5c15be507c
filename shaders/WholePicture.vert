#version 460

// One triangle that covers the picture, from the vertex index alone.
void main()
{
    gl_Position = vec4(vec2((gl_VertexIndex << 1) & 2, gl_VertexIndex & 2) * 2.0 - 1.0, 0.0, 1.0);
}
