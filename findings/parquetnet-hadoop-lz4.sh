#!/usr/bin/env bash
# Parquet.Net: pages in the older LZ4 codec are read as other numbers, without an error.
#
# Library:  Parquet.Net 6.1.0 (NuGet). The file is written, and read back, by ParquetSharp 25.0.1.2 (NuGet; Apache's own C++ library).
# Expected: the numbers that were written, or a refusal. The codec LZ4 is deprecated for LZ4_RAW because of its additional framing
#           (parquet-format, Compression.md, "LZ4"); files of Hadoop's writers have it: two big-endian sizes before each block.
# Seen:     every value is another one, and nothing is thrown. The same columns in LZ4_RAW are right.
set -euo pipefail
skip() { echo "skipped: $1"; exit 77; }
command -v dotnet >/dev/null || skip "the .NET 10 SDK is not installed"
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
  <ItemGroup>
    <PackageReference Include="Parquet.Net" Version="[6.1.0]" />
    <PackageReference Include="ParquetSharp" Version="[25.0.1.2]" />
  </ItemGroup>
</Project>
END
cat >finding.cs <<'END'
using Parquet;
using Parquet.Schema;
using ParquetSharp;

float[] values = [.. Enumerable.Range(0, 1000).Select(i => i * 0.5f)];
bool raw = await IsRead(Compression.Lz4), hadoop = await IsRead(Compression.Lz4Hadoop);
bool asStated = raw && !hadoop;
return asStated ? 0 : 1;

// Where Parquet.Net refuses the file, this throws: a change too.
async Task<bool> IsRead(Compression codec)
{
    string path = $"{codec}.parquet";
    using (ParquetFileWriter writer = new(path, [new Column<float>("x")], codec))
    {
        using RowGroupWriter rows = writer.AppendRowGroup();
        using (LogicalColumnWriter<float> column = rows.NextColumn().LogicalWriter<float>())
            column.WriteBatch(values);
        writer.Close();
    }

    using ParquetFileReader apache = new(path);
    using ParquetSharp.RowGroupReader apacheRows = apache.RowGroup(0);
    using LogicalColumnReader<float> apacheColumn = apacheRows.Column(0).LogicalReader<float>();
    bool valid = apacheColumn.ReadAll(values.Length).SequenceEqual(values);

    using FileStream stream = File.OpenRead(path);
    await using ParquetReader reader = await ParquetReader.CreateAsync(stream);
    using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
    DataField field = reader.Schema.GetDataFields()[0];
    float[] seen = new float[values.Length];
    await group.ReadAsync<float>(field, seen.AsMemory());
    int wrong = seen.Zip(values).Count(pair => pair.First != pair.Second);
    Console.WriteLine($"{codec}: ParquetSharp reads what was written: {valid}");
    Console.WriteLine($"{codec}: Parquet.Net reads {wrong} of {seen.Length} wrong, starts {seen[0]} {seen[1]} {seen[2]}");
    return wrong == 0;
}
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "Parquet.Net 6.1.0 and ParquetSharp 25.0.1.2 cannot be restored"; }
dotnet build --no-restore -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
dotnet out/finding.dll || { echo "CHANGED: other files are right or wrong."; exit 1; }
echo "As stated."
