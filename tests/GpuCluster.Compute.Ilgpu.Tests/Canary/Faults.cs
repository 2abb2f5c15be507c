using System.Reflection;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>All that ILGPU 1.5.3 is known to get wrong. What stands for OpenCL C was run on PoCL 6; what stands for PTX was read from its
/// text.</summary>
internal static class Faults
{
    public const string Version = "1.5.3";

    /// <summary>Its value is known at the launch only; for PTX the fault follows from that of <c>k / 8</c>.</summary>
    public const string NotInTheText = "k / specializedValue // 8";

    private const string ChoiceOfZero = "0 gives 1E-45, not 1";
    private const string NaNHolds = "(1, NaN) gives 0, not 1; (NaN, 1) gives 0, not 1; (NaN, NaN) gives 0, not 1";
    private const string NaNBranches = "(1, NaN) gives 1, not 2; (NaN, 1) gives 1, not 2; (NaN, NaN) gives 1, not 2";
    private const string MaxLosesNaN = "(1, NaN) gives 1, not NaN; (NaN, 1) gives 1, not NaN";
    private const string MaxOfNaN = MaxLosesNaN + "; (0, -0) gives -0, not 0";
    private const string MinOfNaN = MaxLosesNaN + "; (-0, 0) gives 0, not -0";
    private const string FloatConstants = "`float f = flag ? 0f : 1f;`";
    private const string CorrectedShift = "`(k + ((k >> 31) & 7)) >> 3`";
    private const string NaNFirst = "`if (float.IsNaN(x) || float.IsNaN(y)) return 2; if (x < y) return 1; return 2;`";
    private const string NaNSpelled = "`x >= y || float.IsNaN(x) || float.IsNaN(y)`";

    public static IReadOnlyList<Fault> All { get; } =
    [
        .. OnBoth("float f = flag ? 0 : 1;", ChoiceOfZero, FloatConstants, ", 0f00000001", "1.40129846E-45f"),
        .. OnBoth("float f = flag ? 1 : 0;", "5 gives 1E-45, not 1", FloatConstants, ", 0f00000001", "1.40129846E-45f"),
        .. OnBoth("float f = flag ? 0u : 1u;", "0 gives 0, not 1", FloatConstants, ", 0d0000000000000001", null),
        .. OnBoth("float sum = 0; sum += flag ? 1 : 0;", "(5, 4) gives 4, not 5", FloatConstants, ", 0f00000001", "1.40129846E-45f"),
        .. OnBoth("float f = x < y ? 1 : 0;", "(1, 2) gives 1E-45, not 1", FloatConstants, ", 0f00000001", "1.40129846E-45f"),
        .. OnBoth("double d = flag ? 0 : 1;", "0 gives 5E-324, not 1", "`double d = flag ? 0d : 1d;`", ", 0d0000000000000001", null),
        .. OnBoth("k / 8", "-9 gives -2, not -1; -1 gives -1, not 0", CorrectedShift, "shr.s32", ">>  (int)3"),
        .. OnBoth(
            "u / 8u",
            "2147483648 gives 4026531840, not 268435456; 4294967295 gives 4294967295, not 536870911",
            "`u >> 3`",
            "shr.s32",
            ">>  (int)3"
        ),
        .. OnBoth("l / 8L", "-9 gives -2, not -1; -1 gives -1, not 0", "`(l + ((l >> 63) & 7)) >> 3`", "shr.s64", ">>  (long)3"),
        .. OnBoth(
            "ul / 8UL",
            "9223372036854775808 gives 17293822569102704640, not 1152921504606846976; "
                + "18446744073709551615 gives 18446744073709551615, not 2305843009213693951",
            "`ul >> 3`",
            "shr.s64",
            ">>  (long)3"
        ),
        .. OnBoth(
            "sum += row[j]; row[j] = 0; // in a loop",
            "element 0 gives 0, not -17; element 2 gives 0, not -1; element 4 gives 0, not 40; element 6 gives 0, not 141",
            "`sum += Atomic.Exchange(ref row[j], 0); // in a loop`",
            "st.global.b32\t[%rd6], 0;",
            "=  0;\n\tvar21"
        ),
        .. OnBoth(NotInTheText, "element 0 gives -2, not -1; element 2 gives -1, not 0", CorrectedShift, null, null),
        .. OnBoth("(sbyte)(byte)k", "-2 gives 254, not -2; 200 gives 200, not -56", "`(k << 24) >> 24`", "cvt.s32.u8", "(int)(uchar)"),
        .. OnBoth(
            "(short)(ushort)k",
            "-129 gives 65407, not -129; -2 gives 65534, not -2; 40000 gives 40000, not -25536",
            "`(k << 16) >> 16`",
            "cvt.s32.u16",
            "(int)(ushort)"
        ),
        .. OnBoth(
            "(ushort)(sbyte)k",
            "-2 gives -2, not 65534; 200 gives -56, not 65480",
            "`((k << 24) >> 24) & 0xFFFF`",
            "cvt.s32.s8",
            "(int)(char)"
        ),
        .. OnBoth("(byte)sbytes[i]", "-128 gives -128, not 128; -1 gives -1, not 255", "`sbytes[i] & 0xFF`", "cvt.s32.s8", "(int)(char)"),
        .. OnBoth("(byte)(sbyte)k", "-2 gives -2, not 254; 200 gives -56, not 200", "`k & 0xFF`", "cvt.s32.s8", "(int)(char)"),
        .. OnBoth(
            "(ushort)(short)k",
            "-129 gives -129, not 65407; -2 gives -2, not 65534; 40000 gives -25536, not 40000",
            "`k & 0xFFFF`",
            "cvt.s32.s16",
            "(int)(short)"
        ),
        .. OnBoth(
            "(ushort)shorts[i]",
            "-32768 gives -32768, not 32768; -1 gives -1, not 65535",
            "`shorts[i] & 0xFFFF`",
            "cvt.s32.s16",
            "(int)(short)"
        ),
        .. OnBoth(
            "(ushort)sbytes[i]",
            "-128 gives 128, not 65408; -1 gives 255, not 65535",
            "`sbytes[i] & 0xFFFF`",
            "cvt.s32.u8",
            "(uchar)"
        ),
        new("(byte)(int)f", BackEnds.Ptx, "-300.7 gives 0, not 212; -1.5 gives 0, not 255", "`(int)f & 0xFF`", "cvt.rzi.u8.f32"),
        new(
            "(short)(int)f",
            BackEnds.OpenCl,
            "-40000.5 gives -40000, not 25536; 40000.5 gives 40000, not -25536; 70000 gives 70000, not 4464",
            "`((int)f << 16) >> 16`",
            "(short)(float)"
        ),
        new(
            "(short)(int)f",
            BackEnds.Ptx,
            "-40000.5 gives -32768, not 25536; 40000.5 gives 32767, not -25536; 70000 gives 32767, not 4464",
            "`((int)f << 16) >> 16`",
            "cvt.rzi.s16.f32"
        ),
        new(
            "(int)f; // beyond int",
            BackEnds.OpenCl,
            "3E+09 gives -2147483648, not 2147483647; NaN gives -2147483648, not 0; Infinity gives -2147483648, not 2147483647",
            "`float.IsNaN(f) ? 0 : f >= 2147483648f ? int.MaxValue : f > -2147483648f ? (int)f : int.MinValue`",
            "(int)(float)"
        ),
        new(
            "(uint)f; // negative or beyond uint",
            BackEnds.OpenCl,
            "-1 gives 4294967295, not 0; NaN gives 4294967295, not 0",
            "`float.IsNaN(f) || f <= 0 ? 0u : f >= 4294967296f ? uint.MaxValue : (uint)f`"
        ),
        new("!(x < y)", BackEnds.OpenCl, NaNHolds, NaNSpelled, ">= (float)"),
        new("(x < y ? 1 : 0) == 0", BackEnds.OpenCl, NaNHolds, NaNSpelled, ">= (float)"),
        new("!(x >= y)", BackEnds.OpenCl, NaNHolds, NaNSpelled, "< (float)"),
        new("if (x < y) return 1; return 2;", BackEnds.OpenCl, NaNBranches, NaNFirst, ">= (float)"),
        new("if (x >= y) return 1; return 2;", BackEnds.OpenCl, NaNBranches, NaNFirst, "< (float)"),
        new(
            "while (k < 4) { k++; if (!(x < y)) continue; sum++; }",
            BackEnds.OpenCl,
            "(1, NaN) gives 4, not 0; (NaN, 1) gives 4, not 0; (NaN, NaN) gives 4, not 0",
            NaNFirst,
            ">= (float)"
        ),
        .. MaxOrMin("Max"),
        .. MaxOrMin("Min"),
        .. OnBoth("0f - x", "0 gives -0, not 0", "no use of the sign of a zero", "neg.f32", null),
        .. OnBoth("x + 0f", "-0 gives -0, not 0", "no use of the sign of a zero", "st.global.f32	[%rd7], %f1", null),
        .. OnBoth("(x + 1e8f) + -1e8f", "1 gives 1, not 0; 3.25 gives 3.25, not 0", "`(x + y) - y`", "st.global.f32	[%rd7], %f1", null),
        .. OnBoth(
            "(x * 1e30f) * 1e-30f",
            "1E+20 gives 1E+20, not Infinity; -1E+20 gives -1E+20, not -Infinity",
            "no two constants that ILGPU could join",
            "0f3F800000",
            null
        ),
        .. OnAll("MathF.Sign(x)", "throws InternalCompilerException", "`x > 0 ? 1 : x < 0 ? -1 : 0`", "throws InternalCompilerException"),
        .. OnAll(
            "LoadAutoGroupedStreamKernel<LongIndex1D, …>",
            "throws NotSupportedException",
            "`values[(long)i]`",
            "throws NotSupportedException"
        ),
        new(
            "(float)(ILGPU.Half)x",
            BackEnds.Cpu,
            "1.0007 gives 1, not 1.0009766; 1E-07 gives 5.9604645E-08, not 1.1920929E-07",
            "floats, and System.Half on the host"
        ),
        new("view.SubView(4, 4).MemSetToZero()", BackEnds.OpenCl, "throws CLException", "`view.SubView(4, 4).CopyFromCPU(array)`"),
    ];

    /// <summary>The version of ILGPU that runs.</summary>
    public static string Running =>
        typeof(Context).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The row of a construct and a back end, or null.</summary>
    public static Fault? Of(string code, string backEnd) => All.SingleOrDefault(fault => fault.Code == code && fault.BackEnd == backEnd);

    private static Fault[] OnBoth(string code, string gives, string writeSo, string? inPtx, string? inOpenCl) =>
        [new(code, BackEnds.OpenCl, gives, writeSo, inOpenCl), new(code, BackEnds.Ptx, gives, writeSo, inPtx)];

    private static Fault[] OnAll(string code, string gives, string writeSo, string shows) =>
        [
            new(code, BackEnds.Cpu, gives, writeSo),
            new(code, BackEnds.OpenCl, gives, writeSo, shows),
            new(code, BackEnds.Ptx, gives, writeSo, shows),
        ];

    private static IEnumerable<Fault> MaxOrMin(string name)
    {
        string spelled = $"`float.IsNaN(x) || float.IsNaN(y) ? float.NaN : MathF.{name}(x, y)`";
        string zeros = name == "Max" ? MaxOfNaN : MinOfNaN,
            instruction = name == "Max" ? "max.f32" : "min.f32";
        foreach (string owner in new[] { "Math", "MathF", "XMath" })
        {
            yield return new($"{owner}.{name}(x, y)", BackEnds.OpenCl, zeros, spelled);
            yield return new($"{owner}.{name}(x, y)", BackEnds.Ptx, MaxLosesNaN, spelled, instruction);
        }
    }
}
