#!/usr/bin/env bash
# .NET: Vector512.Create of two halves first inserts into a register that holds another value, so that each turn of a loop waits for the
# one before.
#
# Library:  .NET 10 (seen with 10.0.12), its JIT on x64 with AVX-512.
# Expected: Vector512.Create(Vector256, Vector256) depends on its two arguments only: one insert of the upper half into the lower half's
#           register, as for ToVector512Unsafe().WithUpper().
# Seen:     two inserts, the first of the lower half into a register that nothing has set, `vinsertf32x8 zmm0, zmm0, ymm2, 0`. The JIT
#           keeps what it holds from one turn of a loop to the next, and saves it on the stack where registers are short: in a loop with many
#           values four stores and four loads of 64 bytes a turn. The values are right.
set -euo pipefail
skip() { echo "skipped: $1"; exit 77; }
command -v dotnet >/dev/null || skip "the .NET 10 SDK is not installed"
grep -qsw avx512dq /proc/cpuinfo || skip "the processor has no AVX-512"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NUGET_PACKAGES="$folder/packages" MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
cat >finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <UseSharedCompilation>false</UseSharedCompilation>
  </PropertyGroup>
</Project>
END
cat >finding.cs <<'END'
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

float[] values = [.. Enumerable.Range(0, 1024).Select(i => (float)(i % 7))];
Console.WriteLine($".NET {Environment.Version}: {Sums.Created(values)}, {Sums.Joined(values)}");

internal static class Sums
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Created(float[] values)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        for (int i = 0; i + 16 <= values.Length; i += 16)
        {
            Vector256<float> low = Vector256.LoadUnsafe(ref values[i]), high = Vector256.LoadUnsafe(ref values[i + 8]);
            sum += Vector512.Create(low * low, high * high);
        }

        return Vector512.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Joined(float[] values)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        for (int i = 0; i + 16 <= values.Length; i += 16)
        {
            Vector256<float> low = Vector256.LoadUnsafe(ref values[i]), high = Vector256.LoadUnsafe(ref values[i + 8]);
            sum += (low * low).ToVector512Unsafe().WithUpper(high * high);
        }

        return Vector512.Sum(sum);
    }
}
END
dotnet build -c Release -o out >log 2>&1 || { tail -n 3 log; skip "the program cannot be built"; }
for method in Created Joined; do
    DOTNET_JitDisasm="$method" DOTNET_JitStdOutFile="$folder/$method.txt" dotnet out/finding.dll
    echo "$method:"
    grep vinsertf32x8 "$method.txt" || true
done
created=$(grep -cE 'vinsertf32x8 (zmm[0-9]+), \1, .*, 0$' Created.txt || true)
joined=$(grep -cE 'vinsertf32x8 .*, 0$' Joined.txt || true)
[ "$created" = 1 ] || { echo "CHANGED: Create no longer inserts the lower half"; exit 1; }
[ "$joined" = 0 ] || { echo "CHANGED: WithUpper inserts the lower half too"; exit 1; }
