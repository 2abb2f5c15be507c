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

// False too where the position is not finite: comparisons with NaN are false, and infinite ones miss the picture.
bool isSeen(Picture picture, float distance, float w, vec2 centre)
{
    return distance >= picture.nearest && distance <= picture.farthest && w > 0.0
        && centre.x >= -picture.radius && centre.y >= -picture.radius
        && centre.x <= float(picture.width) + picture.radius && centre.y <= float(picture.height) + picture.radius;
}

bool covers(Picture picture, vec2 centre, vec2 pixelCentre)
{
    precise float dx = pixelCentre.x - centre.x;
    precise float dy = pixelCentre.y - centre.y;
    precise float square = dx * dx + dy * dy;
    return square <= picture.radius * picture.radius;
}
