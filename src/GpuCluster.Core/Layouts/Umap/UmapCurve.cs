using System.Runtime.InteropServices;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>
/// The a and b of 1 / (1 + a x^2b), UMAP's low-dimensional membership, fitted in the least-squares sense to the curve the user asks for: 1
/// up to min_dist, then exp(-(x - min_dist) / spread), at 300 points on [0, 3 spread], as umap-learn does.
/// </summary>
/// <param name="A">Above 0.</param>
/// <param name="B">Above 0.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct UmapCurve(double A, double B)
{
    private const int Points = 300;

    /// <summary>Fits the curve by Levenberg and Marquardt's method, from a = b = 1.</summary>
    /// <param name="minDist">0 or more.</param>
    /// <param name="spread">Above 0.</param>
    public static UmapCurve Fit(double minDist, double spread)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minDist);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(spread);
        UmapCurve curve = new(1, 1);
        double loss = Loss(curve, minDist, spread);
        double damping = 1e-3;
        for (int iteration = 0; iteration < 200 && damping < 1e12; iteration++)
        {
            UmapCurve next = curve.DampedStep(minDist, spread, damping);
            double nextLoss = next.A > 0 && next.B > 0 ? Loss(next, minDist, spread) : double.PositiveInfinity;
            if (nextLoss <= loss)
            {
                bool settled = Math.Abs(next.A - curve.A) + Math.Abs(next.B - curve.B) < 1e-12 * (curve.A + curve.B);
                (curve, loss) = (next, nextLoss);
                damping = Math.Max(damping / 10, 1e-12);
                if (settled)
                    break;
            }
            else
            {
                damping *= 10;
            }
        }

        return curve;
    }

    /// <summary>The membership at distance <paramref name="x"/>.</summary>
    public double At(double x) => 1 / (1 + (A * Math.Pow(x, 2 * B)));

    private static double Wanted(double x, double minDist, double spread) => x < minDist ? 1 : Math.Exp(-(x - minDist) / spread);

    private static double Loss(UmapCurve curve, double minDist, double spread)
    {
        double sum = 0.0;
        for (int i = 0; i < Points; i++)
        {
            double x = 3 * spread * i / (Points - 1);
            double residual = curve.At(x) - Wanted(x, minDist, spread);
            sum += residual * residual;
        }

        return sum;
    }

    /// <summary>Solves (JtJ + damping diag JtJ) step = -Jt r, a 2 x 2 system.</summary>
    private UmapCurve DampedStep(double minDist, double spread, double damping)
    {
        double aa = 0,
            ab = 0,
            bb = 0,
            ra = 0,
            rb = 0;
        // x = 0 is left out: every curve is 1 there.
        for (int i = 1; i < Points; i++)
        {
            double x = 3 * spread * i / (Points - 1);
            double power = Math.Pow(x, 2 * B);
            double q = 1 / (1 + (A * power));
            double byA = -q * q * power;
            double byB = byA * A * 2 * Math.Log(x);
            double residual = q - Wanted(x, minDist, spread);
            aa += byA * byA;
            ab += byA * byB;
            bb += byB * byB;
            ra += byA * residual;
            rb += byB * residual;
        }

        aa *= 1 + damping;
        bb *= 1 + damping;
        double determinant = (aa * bb) - (ab * ab);
        return new UmapCurve(A - (((bb * ra) - (ab * rb)) / determinant), B - (((aa * rb) - (ab * ra)) / determinant));
    }
}
