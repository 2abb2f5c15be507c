#!/bin/sh
# Compiles every shader beside its source and writes manifest.json. Needs glslc (apt-get install glslc).
set -eu
cd "$(dirname "$0")"

version=$(glslc --version | head -n 1)
{
    printf '{\n  "compiler": "%s",\n  "arguments": "--target-env=vulkan1.3 -O",\n  "files": {' "$version"
    separator=''
    for source in *.comp *.vert *.frag; do
        glslc --target-env=vulkan1.3 -O "$source" -o "$source.spv"
        for file in "$source" "$source.spv"; do
            printf '%s\n    "%s": "%s"' "$separator" "$file" "$(sha256sum "$file" | cut -d ' ' -f 1)"
            separator=','
        done
    done
    for file in *.glsl; do
        printf ',\n    "%s": "%s"' "$file" "$(sha256sum "$file" | cut -d ' ' -f 1)"
    done
    printf '\n  }\n}\n'
} > manifest.json.new
mv manifest.json.new manifest.json
