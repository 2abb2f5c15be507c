// A point as a lit disc, for the passes that draw discs. Needs points.glsl and shading.glsl.

// From the eye's upper left: right, down, towards the eye; of length 1.
const vec3 Light = vec3(-0.4243, -0.5657, 0.7071);

// The share of a pixel that a disc covers, for a radius that is half a pixel more than the disc's own.
float coverage(float wideRadius, float fromCentre)
{
    return clamp(wideRadius - fromCentre, 0.0, 1.0);
}

// Lambert's law on a sphere, so that what faces the eye keeps its colour. Discs of few pixels are flat: there is no room for a shape.
float lightAt(vec2 offset, float wideRadius)
{
    vec2 side = offset / wideRadius;
    vec3 normal = vec3(side, sqrt(max(0.0, 1.0 - dot(side, side))));
    float strength = 0.6 * smoothstep(1.5, 5.0, wideRadius);
    return 1.0 + strength * (dot(normal, Light) - Light.z);
}

// A step of less than half a level each way, other for each pixel of a small square: bands of 8 bits dissolve, and a level that is
// whole stays as it is. Interleaved gradient noise (Jimenez, Next Generation Post Processing in Call of Duty, 2014); its mean is 0.
float dither(vec2 pixel)
{
    return (fract(52.9829189 * fract(dot(floor(pixel), vec2(0.06711056, 0.00583715)))) - 0.5) * (0.998 / 255.0);
}
