#!/bin/sh
# Exits 1 where a shader, an include or a .spv is not the one that manifest.json records, or is missing from it. Where the recorded compiler
# is installed, every shader is compiled again and must give the committed bytes.
set -eu
cd "$(dirname "$0")"

stale=0
for file in *.comp *.vert *.frag *.glsl *.spv; do
    if ! grep -q "^    \"$file\": \"$(sha256sum "$file" | cut -d ' ' -f 1)\"" manifest.json; then
        echo "shaders/$file is not what shaders/manifest.json records; run shaders/compile.sh" >&2
        stale=1
    fi
done

recorded=$(sed -n 's/^  "compiler": "\(.*\)",$/\1/p' manifest.json)
if command -v glslc > /dev/null 2>&1 && [ "$(glslc --version | head -n 1)" = "$recorded" ]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    for source in *.comp *.vert *.frag; do
        glslc --target-env=vulkan1.3 -O "$source" -o "$folder/$source.spv"
        if ! cmp -s "$folder/$source.spv" "$source.spv"; then
            echo "shaders/$source.spv is not what $recorded makes of shaders/$source; run shaders/compile.sh" >&2
            stale=1
        fi
    done
fi
exit "$stale"
