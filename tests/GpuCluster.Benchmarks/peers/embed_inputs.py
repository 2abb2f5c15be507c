"""Writes what `bench embed` is measured on: 500 JPEGs of 640x480 and a model of CLIP ViT-B/32's shapes with random weights, both from a fixed seed.

Run: python3 embed_inputs.py FOLDER (needs numpy, Pillow and torch; the model is 350 MB). Then:
    gpucluster bench embed FOLDER/photos --model FOLDER/vit-b32 --json
With --pillow it also times what Pillow takes to decode and resize the same files, one thread.
"""
import json
import os
import sys
import time

import numpy as np
from PIL import Image

WIDTH, LAYERS, HEADS, PATCH, SIDE, FEATURES = 768, 12, 12, 32, 224, 512


def photos(folder, count=500):
    os.makedirs(folder, exist_ok=True)
    rng = np.random.default_rng(42)
    y, x = np.mgrid[0:480, 0:640]
    for i in range(count):
        # Smooth colours, edges and grain, as photos have.
        waves = [127 + 90 * np.sin(x / rng.uniform(20, 90) + rng.uniform(0, 6)) * np.cos(y / rng.uniform(20, 90)) for _ in range(3)]
        picture = np.stack(waves, axis=-1) + rng.normal(0, 8, (480, 640, 3))
        left, top = rng.integers(0, 400), rng.integers(0, 300)
        picture[top:top + 150, left:left + 200] = rng.integers(0, 256, 3)
        Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(f"{folder}/{i:04}.jpg", quality=90)


def model(folder):
    import torch
    from torch import nn

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.before, self.after = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
            self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
            self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

        def forward(self, x):
            b, t, _ = x.shape
            q, k, v = self.qkv(self.before(x)).reshape(b, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
            weights = torch.softmax(q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5, dim=-1)
            x = x + self.out((weights @ v).transpose(1, 2).reshape(b, t, WIDTH))
            h = self.up(self.after(x))
            return x + self.down(h * torch.sigmoid(1.702 * h))

    class Vision(nn.Module):
        def __init__(self):
            super().__init__()
            self.patches = nn.Conv2d(3, WIDTH, PATCH, PATCH, bias=False)
            self.token = nn.Parameter(torch.randn(1, 1, WIDTH) * 0.02)
            self.places = nn.Parameter(torch.randn(1, (SIDE // PATCH) ** 2 + 1, WIDTH) * 0.02)
            self.blocks = nn.Sequential(*[Block() for _ in range(LAYERS)])
            self.norm, self.project = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, FEATURES, bias=False)

        def forward(self, x):
            x = self.patches(x).flatten(2).transpose(1, 2)
            x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], dim=1) + self.places
            return self.project(self.norm(self.blocks(x)[:, 0]))

    torch.manual_seed(42)
    os.makedirs(folder, exist_ok=True)
    torch.onnx.export(Vision().eval(), torch.randn(2, 3, SIDE, SIDE), f"{folder}/vision_model.onnx", opset_version=14,
                      input_names=["pixel_values"], output_names=["image_embeds"], dynamic_axes={"pixel_values": {0: "batch"}, "image_embeds": {0: "batch"}})
    with open(f"{folder}/preprocessor_config.json", "w", encoding="utf-8") as file:
        json.dump({"size": {"shortest_edge": SIDE}, "crop_size": SIDE, "do_center_crop": True, "resample": 3,
                   "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711]}, file)


def pillow(folder):
    best = float("inf")
    names = sorted(os.listdir(folder))
    for _ in range(5):
        start = time.perf_counter()
        for name in names:
            Image.open(f"{folder}/{name}").convert("RGB").resize((298, 224), Image.BICUBIC).crop((37, 0, 261, 224)).load()
        best = min(best, time.perf_counter() - start)
    print(json.dumps({"pillowMsPerImage": round(best / len(names) * 1000, 3)}))


if __name__ == "__main__":
    target = sys.argv[1]
    if not os.path.isdir(f"{target}/photos"):
        photos(f"{target}/photos")
    if not os.path.isdir(f"{target}/vit-b32"):
        model(f"{target}/vit-b32")
    if "--pillow" in sys.argv:
        pillow(f"{target}/photos")
