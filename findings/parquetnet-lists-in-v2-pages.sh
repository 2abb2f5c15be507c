#!/usr/bin/env bash
# Parquet.Net: lists in data pages of version 2 cannot be read.
#
# Library:  Parquet.Net 6.1.0 (NuGet). The file is written by hyparquet-writer 0.17.0 and read back by hyparquet 1.31.5 (both npm).
# Expected: data pages of version 2 hold repetition levels, definition levels and values, in this order (parquet-format, "Data Pages", and
#           DataPageHeaderV2 in parquet.thrift). A column of lists, such as embeddings, is read from them as from version 1.
# Seen:     the row serializer throws InvalidDataException, and the raw reader throws that a method is not implemented. The flat column
#           beside it is read.
set -euo pipefail
skip() { echo "skipped: $1"; exit 77; }
command -v dotnet >/dev/null || skip "the .NET 10 SDK is not installed"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NUGET_PACKAGES="$folder/packages" MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
command -v npm >/dev/null || skip "Node.js with npm is not installed"
npm install --silent --no-audit --no-fund hyparquet-writer@0.17.0 hyparquet@1.31.5 >log 2>&1 ||
  { tail -n 3 log; skip "hyparquet-writer 0.17.0 and hyparquet 1.31.5 cannot be installed"; }
cat >write.mjs <<'END'
import { parquetReadObjects } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { writeFileSync } from 'node:fs'

const schema = [
  { name: 'root', num_children: 2 },
  { name: 'embedding', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', type: 'FLOAT', repetition_type: 'OPTIONAL' },
  { name: 'id', type: 'INT32', repetition_type: 'REQUIRED' },
]
const columnData = [{ name: 'embedding', data: [[1, 2.5], [3, 4], [5, 6]] }, { name: 'id', data: [1, 2, 3] }]
const file = parquetWriteBuffer({ schema, columnData })
writeFileSync('lists.parquet', Buffer.from(file))
console.log('hyparquet reads', JSON.stringify(await parquetReadObjects({ file })))
END
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
  </ItemGroup>
</Project>
END
cat >finding.cs <<'END'
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;

using FileStream stream = File.OpenRead("lists.parquet");
await using ParquetReader reader = await ParquetReader.CreateAsync(stream);
using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
DataField[] fields = reader.Schema.GetDataFields();
int[] ids = new int[3];
await group.ReadAsync<int>(fields[1], ids.AsMemory());
Console.WriteLine($"Parquet.Net, {fields[1].Path}: {string.Join(" ", ids)}");
string raw = await Thrown(async () => (await group.ReadRawColumnDataBaseAsync(fields[0])).Dispose());
string rows = await Thrown(async () => await ParquetSerializer.DeserializeAsync<Row>("lists.parquet"));
Console.WriteLine($"Parquet.Net, {fields[0].Path}: raw reader {raw}, row serializer {rows}");
bool asStated = ids is [1, 2, 3] && raw != "reads it" && rows == nameof(InvalidDataException);
return asStated ? 0 : 1;

static async Task<string> Thrown(Func<Task> read)
{
    try
    {
        await read();
        return "reads it";
    }
    catch (Exception e)
    {
        return e.GetType().Name;
    }
}

sealed class Row
{
    public int id { get; set; }

    public List<float?>? embedding { get; set; }
}
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "Parquet.Net 6.1.0 cannot be restored"; }
dotnet build --no-restore -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
node write.mjs
dotnet out/finding.dll || { echo "CHANGED: lists are read, or fail in another way."; exit 1; }
echo "As stated."
