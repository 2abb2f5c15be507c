#!/usr/bin/env bash
# Microsoft.ML.Tokenizers: a SentencePiece Unigram vocabulary without a start token (bos_id -1, as T5's and SigLIP's) cannot be opened.
#
# Library:  Microsoft.ML.Tokenizers 2.0.1, SentencePieceTokenizer.Create; the model is trained by Debian's python3-sentencepiece.
# Expected: a tokenizer, as SentencePiece's own library gives it: bos_id -1 means that there is none (sentencepiece_model.proto).
# Seen:     IndexOutOfRangeException.
set -euo pipefail
skip() { echo "skipped: $1"; exit 77; }
command -v dotnet >/dev/null || skip "the .NET 10 SDK is not installed"
/usr/bin/python3 -c 'import sentencepiece' 2>/dev/null || skip "Debian's python3-sentencepiece is not installed"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NUGET_PACKAGES="$folder/packages" MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
/usr/bin/python3 - <<'END'
import sentencepiece
lines = ["a photo of a cat", "a photo of a dog", "dogs on the beach", "a red shoe near the water"] * 50
sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(lines), model_prefix="x", model_type="unigram", vocab_size=40, hard_vocab_limit=False,
                                         pad_id=0, eos_id=1, unk_id=2, bos_id=-1, minloglevel=2)
print("SentencePiece itself:", sentencepiece.SentencePieceProcessor(model_file="x.model").encode("a cat"))
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
    <PackageReference Include="Microsoft.ML.Tokenizers" Version="2.0.1" />
  </ItemGroup>
</Project>
END
cat >finding.cs <<'END'
using Microsoft.ML.Tokenizers;

try
{
    using FileStream file = File.OpenRead("x.model");
    Console.WriteLine(string.Join(' ', SentencePieceTokenizer.Create(file, false, false).EncodeToIds("a cat")));
    return 1;
}
catch (IndexOutOfRangeException e)
{
    Console.WriteLine($"the library: {e.GetType().Name}");
    return 0;
}
END
dotnet build -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
dotnet out/finding.dll || { echo "CHANGED: the vocabulary is opened."; exit 1; }
echo "As stated."
