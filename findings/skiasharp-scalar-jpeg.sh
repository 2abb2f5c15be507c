#!/usr/bin/env bash
# SkiaSharp: its library for Linux on x64 decodes JPEGs without libjpeg-turbo's SIMD code.
#
# Library:  SkiaSharp 4.154.0 with SkiaSharp.NativeAssets.Linux.NoDependencies (NuGet), beside Debian's libturbojpeg0.
# Expected: libjpeg-turbo "uses SIMD instructions to accelerate baseline JPEG compression and decompression on x86, x86-64, Arm …" (its
#           README), and Skia decodes JPEGs by it.
# Seen:     the constants of its inverse cosine transform for SSE2 and AVX2 (jidctint-sse2.asm, jidctint-avx2.asm: PW_F130_F054) stand in
#           Debian's library and not in SkiaSharp's. A JPEG takes four times as long as by Debian's. The pixels are the same.
set -euo pipefail
skip() { echo "skipped: $1"; exit 77; }
command -v dotnet >/dev/null || skip "the .NET 10 SDK is not installed"
command -v apt-get >/dev/null || skip "the library to compare with is Debian's libturbojpeg0"
[ "$(uname -m)" = x86_64 ] || skip "this is about x64"
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
    <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
    <UseSharedCompilation>false</UseSharedCompilation>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="SkiaSharp" Version="[4.154.0]" />
    <PackageReference Include="SkiaSharp.NativeAssets.Linux.NoDependencies" Version="[4.154.0]" />
  </ItemGroup>
</Project>
END
cat >finding.cs <<'END'
using System.Diagnostics;
using System.Runtime.InteropServices;
using SkiaSharp;

(string skia, string turbo) = (args[0], args[1]);

// Eight words: 0.541196100 + 0.765366865 and 0.541196100, each times 2^13, by turns.
byte[] constants = [.. Enumerable.Repeat<byte[]>([0xCF, 0x29, 0x51, 0x11], 4).SelectMany(each => each)];
bool Has(string library)
{
    bool has = File.ReadAllBytes(library).AsSpan().IndexOf(constants) >= 0;
    Console.WriteLine($"{Path.GetFileName(library)}: {(has ? "has" : "has not")} the constants of the SIMD code");
    return has;
}

// A photo's share of noise.
const int Width = 1024, Height = 768;
Random random = new(1);
using SKBitmap picture = new(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
Span<byte> drawn = picture.GetPixelSpan();
for (int i = 0; i < drawn.Length; i++)
    drawn[i] = i % 4 == 3 ? (byte)255 : (byte)Math.Clamp(127 + 100 * Math.Sin(i / 4 % Width / 40.0 + i / 4 / Width / 25.0 + i % 4) + random.Next(20), 0, 255);
using SKPixmap pixmap = picture.PeekPixels();
using SKData encoded = pixmap.Encode(new SKJpegEncoderOptions(85, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore))!;
byte[] file = encoded.ToArray(), bySkia = new byte[Width * Height * 4], byTurbo = new byte[Width * Height * 4];

double Shortest(Action decode)
{
    double shortest = double.MaxValue;
    for (int i = 0; i < 30; i++)
    {
        long start = Stopwatch.GetTimestamp();
        decode();
        shortest = Math.Min(shortest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    return shortest;
}

unsafe
{
    nint library = NativeLibrary.Load(turbo);
    var open = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "tjInitDecompress");
    var header = (delegate* unmanaged<nint, byte*, CULong, int*, int*, int*, int*, int>)NativeLibrary.GetExport(library, "tjDecompressHeader3");
    var decode = (delegate* unmanaged<nint, byte*, CULong, byte*, int, int, int, int, int, int>)NativeLibrary.GetExport(library, "tjDecompress2");
    void ByTurbo()
    {
        nint handle = open();
        int a, b, c, d;
        fixed (byte* bytes = file, pixels = byTurbo)
        {
            if (header(handle, bytes, new CULong((nuint)file.Length), &a, &b, &c, &d) != 0
                || decode(handle, bytes, new CULong((nuint)file.Length), pixels, Width, Width * 4, Height, 7, 0) != 0)
                throw new InvalidOperationException("libturbojpeg does not decode it");
        }

        ((delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "tjDestroy"))(handle);
    }

    void BySkia()
    {
        using SKCodec codec = SKCodec.Create(encoded);
        fixed (byte* pixels = bySkia)
        {
            if (codec.GetPixels(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque), (nint)pixels) != SKCodecResult.Success)
                throw new InvalidOperationException("Skia does not decode it");
        }
    }

    double skiaTime = Shortest(BySkia), turboTime = Shortest(ByTurbo);
    bool isSame = bySkia.AsSpan().SequenceEqual(byTurbo);
    Console.WriteLine($"{Width}x{Height}, 4:2:0: SkiaSharp {skiaTime:0.0} ms, libturbojpeg {turboTime:0.0} ms; the pixels are {(isSame ? "the same" : "not the same")}");
    return !Has(skia) & Has(turbo) && isSame && skiaTime > 1.3 * turboTime ? 0 : 1;
}
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "SkiaSharp 4.154.0 cannot be restored"; }
apt-get download -qq libturbojpeg0 >log 2>&1 || skip "libturbojpeg0 cannot be downloaded"
dpkg-deb -x libturbojpeg0_*.deb debian
dotnet build --no-restore -c Release -o out >log 2>&1 ||
  { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
skia=packages/skiasharp.nativeassets.linux.nodependencies/4.154.0/runtimes/linux-x64/native/libSkiaSharp.so
dotnet out/finding.dll "$skia" "$(realpath debian/usr/lib/x86_64-linux-gnu/libturbojpeg.so.0)" || { echo "CHANGED: SkiaSharp decodes JPEGs by SIMD code."; exit 1; }
echo "As stated."
