// How a point's colour and depth follow from its distance. Colours are sRGB bytes and stay so.

struct Shade
{
    vec4 background;  // rgb 0..1, and the strength of fading 0..1
    vec2 fadeRange;   // distance where fading begins, and 1 / its length
    vec4 depthTerms;  // depth = (x * distance + y) / (z * distance + w): clip z over clip w
};

// How much darker a pixel is because the one beside it shows something nearer: the soft outline that sets a near point off from those behind it.
// Steps of a twelfth of the fading range count in full; background is behind everything.
float relief(Shade how, uint distanceBits, uint besideBits)
{
    float nearer = uintBitsToFloat(distanceBits) - uintBitsToFloat(min(besideBits, distanceBits));
    return clamp(nearer * how.fadeRange.y * 12.0, 0.0, 1.0);
}

// The outermost pixels of a marked point.
vec3 rim(vec3 rgb)
{
    return mix(rgb, vec3(1.0), 0.8);
}

vec4 shade(Shade how, vec3 rgb, float distance)
{
    float faded = clamp((distance - how.fadeRange.x) * how.fadeRange.y, 0.0, 1.0) * how.background.w;
    return vec4(mix(rgb, how.background.rgb, faded), 1.0);
}

float depthAt(vec4 terms, float distance)
{
    return clamp((terms.x * distance + terms.y) / (terms.z * distance + terms.w), 0.0, 1.0);
}

float depthOf(Shade how, float distance)
{
    return depthAt(how.depthTerms, distance);
}
