#!/usr/bin/env bash
# three.js: PLYLoader keeps 183 of the 256 levels of a colour.
#
# Library:  three 0.187.0 (npm), examples/jsm/loaders/PLYLoader.js.
# Expected: colours of a PLY are bytes (PLY, "red green blue" as uchar), and as many of them can be told apart after loading: PLYLoader's
#           documentation lists one limitation, the encoding of the text.
# Seen:     each byte is converted from sRGB to linear light and rounded to a byte again. 256 greys become 183, of which the darkest stands
#           for seven; shown as sRGB again, up to 6 of 255 levels are off. Colours stored as float keep all levels.
set -euo pipefail
skip() { echo "skipped: $1"; exit 77; }
command -v npm >/dev/null || skip "Node.js with npm is not installed"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund three@0.187.0 >log 2>&1 || { tail -n 3 log; skip "three 0.187.0 cannot be installed"; }
cat >finding.mjs <<'END'
import { Color } from 'three'
import { PLYLoader } from 'three/addons/loaders/PLYLoader.js'

const greys = [...Array(256).keys()]
const seen = {}
for (const [type, scale] of [['uchar', 1], ['float', 255]]) {
  const header = ['ply', 'format ascii 1.0', 'element vertex 256', 'property float x', 'property float y', 'property float z',
    `property ${type} red`, `property ${type} green`, `property ${type} blue`, 'end_header']
  const points = greys.map(grey => `${grey} 0 0 ${grey / scale} ${grey / scale} ${grey / scale}`)
  const colours = new PLYLoader().parse([...header, ...points, ''].join('\n')).getAttribute('color')
  const levels = greys.map(i => colours.getX(i))
  const shown = levels.map(level => Math.round(new Color(level, level, level).convertLinearToSRGB().r * 255))
  seen[type] = {
    kept: new Set(levels).size,
    black: levels.filter(level => level === 0).length,
    worst: Math.max(...greys.map(grey => Math.abs(shown[grey] - grey))),
  }
  console.log(`${type} colours, 256 greys:`, JSON.stringify(seen[type]))
}

const asStated = JSON.stringify(seen.uchar) === '{"kept":183,"black":7,"worst":6}' && seen.float.kept === 256 && seen.float.worst === 0
process.exitCode = asStated ? 0 : 1
END
node finding.mjs || { echo "CHANGED: other levels are kept."; exit 1; }
echo "As stated."
