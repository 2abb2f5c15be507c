// What a point is in the picture, for every shader that draws or shades points. tests/GpuCluster.Rendering.Tests/ReferenceRasterizer.cs
// says the same in C#, operation by operation: sums are taken from left to right, nothing is fused (precise), and only + - * / and
// comparisons of 32-bit floats decide which pixels a point covers.

struct Picture
{
    vec4 clipX;      // clip.x = dot(clipX, (position, 1)); the rows of view times projection
    vec4 clipY;
    vec4 clipW;
    vec4 distanceRow;// distance from the eye along its axis; positive in front
    vec2 halfSize;   // half the picture, pixels
    float radius;    // of a point, pixels
    float nearest;   // distances that are drawn
    float farthest;
    uint width;      // pixels
    uint height;
    uint first;      // id of the first point of this dispatch
    uint count;      // points of this dispatch
    uint doorstep;   // hashes of (point, pixel) below this are drawn, of 2^24: the points' opacity
};

const uint Nothing = 0xFFFFFFFFu;

float along(vec4 row, vec3 p)
{
    precise float sum = row.x * p.x + row.y * p.y + row.z * p.z + row.w;
    return sum;
}

// Centre in pixels, from the top left corner; pixel (i, j) has its own centre at (i + 0.5, j + 0.5).
vec2 centreOf(Picture picture, vec3 p, float w)
{
    precise float x = along(picture.clipX, p) / w * picture.halfSize.x + picture.halfSize.x;
    precise float y = along(picture.clipY, p) / w * picture.halfSize.y + picture.halfSize.y;
    return vec2(x, y);
}

// GpuCluster.Scene.Frames.PointStyle, the alpha byte of a point's colour.
const uint Hidden = 0u;
const uint Faint = 64u;
const uint Focused = 253u;
const uint Selected = 254u;

uint styleOf(float alpha)
{
    return uint(alpha * 255.0 + 0.5);
}

bool isMarked(uint style)
{
    return style == Selected || style == Focused;
}

// Radius in pixels of a point of that style. A faint point keeps at least the half diagonal of a pixel, the radius at which no disc slips between pixel
// centres, as long as that does not make it larger than it would be: what is not isolated never vanishes.
float radiusOf(float radius, uint style)
{
    if (style == Selected)
        return 1.5 * radius;
    if (style == Focused)
        return 2.0 * radius;
    if (style == Faint)
        return max(0.5 * radius, min(radius, 0.7072));
    return radius;
}

// The screen door: which pixels of a translucent point are drawn. The final mix of MurmurHash3 (Appleby, public domain) over point and pixel, its upper 24 bits.
uint doorHash(uint id, uvec2 pixel)
{
    uint hash = id * 0x9E3779B9u ^ (pixel.x | pixel.y << 16);
    hash = (hash ^ hash >> 16) * 0x85EBCA6Bu;
    hash = (hash ^ hash >> 13) * 0xC2B2AE35u;
    return (hash ^ hash >> 16) >> 8;
}

// False too where the position is not finite: comparisons with NaN are false, and infinite ones miss the picture.
bool isSeen(Picture picture, float distance, float w, vec2 centre, float radius)
{
    return distance >= picture.nearest && distance <= picture.farthest && w > 0.0
        && centre.x >= -radius && centre.y >= -radius
        && centre.x <= float(picture.width) + radius && centre.y <= float(picture.height) + radius;
}

bool covers(vec2 centre, float radius, vec2 pixelCentre)
{
    precise float dx = pixelCentre.x - centre.x;
    precise float dy = pixelCentre.y - centre.y;
    precise float square = dx * dx + dy * dy;
    return square <= radius * radius;
}
