#!/usr/bin/env node
// Milliseconds a frame of three.js Points in headless Chromium, software WebGL, 1280x720, on the points of an .npy. See README.md.
import fs from 'node:fs';
import http from 'node:http';
import puppeteer from 'puppeteer-core';

const [file, size = '3'] = process.argv.slice(2);
const npy = fs.readFileSync(file);
const points = npy.subarray(10 + npy.readUInt16LE(8));

const page = `<body style="margin:0"><script type="module">
import * as THREE from '/three.js';
const positions = new Float32Array(await (await fetch('/points')).arrayBuffer());
const colours = new Uint8Array(positions.length).map((_, i) => 40 + 20 * (Math.floor(i / 3) % 10));
const geometry = new THREE.BufferGeometry();
geometry.setAttribute('position', new THREE.BufferAttribute(positions, 3));
geometry.setAttribute('color', new THREE.BufferAttribute(colours, 3, true));
geometry.computeBoundingSphere();
const { center, radius } = geometry.boundingSphere;
const points = new THREE.Points(geometry, new THREE.ShaderMaterial({
  vertexColors: true,
  uniforms: { size: { value: ${Number(size)} } },
  vertexShader: 'uniform float size; varying vec3 c; void main() { c = color; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.); gl_PointSize = size; }',
  fragmentShader: 'varying vec3 c; void main() { vec2 p = gl_PointCoord * 2. - 1.; if (dot(p, p) > 1.) discard; gl_FragColor = vec4(c, 1.); }',
}));
points.frustumCulled = false;
const scene = new THREE.Scene().add(points);
const renderer = new THREE.WebGLRenderer({ preserveDrawingBuffer: true });
renderer.setSize(1280, 720);
document.body.append(renderer.domElement);
const camera = new THREE.PerspectiveCamera(57.2958, 1280 / 720, radius * 0.01, radius * 20);
const gl = renderer.getContext(), pixel = new Uint8Array(4), times = [];
for (let frame = 0; frame < 12; frame++) {
  const angle = 0.05 * frame;
  camera.position.set(center.x + 2 * radius * Math.sin(angle), center.y + radius / 2, center.z + 2 * radius * Math.cos(angle));
  camera.lookAt(center);
  const began = performance.now();
  renderer.render(scene, camera);
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);  // waits for the frame
  if (frame > 1) times.push(performance.now() - began);
}
times.sort((a, b) => a - b);
window.result = { peer: 'three.js r' + THREE.REVISION, n: positions.length / 3, msMedian: times[5], msMin: times[0], msMax: times[9] };
</script>`;

const modules = new URL('node_modules/three/build/', import.meta.url);
const server = http.createServer((request, response) => {
  if (request.url === '/') return response.setHeader('content-type', 'text/html').end(page);
  if (request.url === '/points') return response.end(points);
  const name = request.url === '/three.js' ? 'three.module.js' : request.url.slice(1);
  const path = new URL(name, modules);
  if (!/^[\w.]+\.js$/.test(name) || !fs.existsSync(path)) return response.writeHead(404).end();
  response.setHeader('content-type', 'text/javascript').end(fs.readFileSync(path));
}).listen(0, '127.0.0.1');
await new Promise(resolve => server.on('listening', resolve));
const browser = await puppeteer.launch({
  executablePath: '/usr/bin/chromium', protocolTimeout: 600000, defaultViewport: { width: 1280, height: 720 },
  args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-background-networking', '--disable-quic'],
});
try {
  const tab = await browser.newPage();
  tab.on('pageerror', error => console.error(error.message));
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.waitForFunction('window.result', { timeout: 600000 });
  console.log(JSON.stringify(await tab.evaluate('window.result')));
} finally {
  await browser.close();
  server.close();
}
