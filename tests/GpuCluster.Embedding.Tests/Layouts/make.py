#!/usr/bin/env python3
"""Writes a small model with random weights in the layout of each export of today, and what it has to give (expected.json).

python3 make.py   (Debian's python3-onnx; Tokens/fixtures/make.py and record.mjs have run before)

Every image tower is: mean of blocks of 4 x 4 pixels, one matrix. Every text tower is: a table of 97 rows by token modulo 97, mean of those
that count, one matrix. numpy computes the expected vectors, from tokens that SentencePiece or Hugging Face's own code gave.
"""

import json
import pathlib
import shutil

import numpy as np
import onnx
from onnx import TensorProto, helper as h, numpy_helper as n

HERE = pathlib.Path(__file__).parent
OUT = HERE / "fixtures"
TOKENS = HERE.parent / "Tokens" / "fixtures"
SIDE, BLOCK, WIDTH, ROWS = 16, 4, 8, 97
CELLS = (SIDE // BLOCK) ** 2
FLOAT, HALF, INT32, INT64 = TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.INT32, TensorProto.INT64
TEXTS = json.loads((TOKENS / "texts.json").read_text())
PICKED = [TEXTS.index(text) for text in ("a photo of a cat", "一张猫的照片", "صورة قطة")]
draw = np.random.default_rng(14)


def weights(*shape):
    return draw.normal(size=shape).astype(np.float32)


def port(name, kind, *shape):
    return h.make_tensor_value_info(name, kind, shape)


def save(path, inputs, outputs, nodes, constants, external=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    graph = h.make_graph(nodes, path.stem, inputs, outputs, [n.from_array(value, name) for name, value in constants.items()])
    model = h.make_model(graph, opset_imports=[h.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    if external:
        onnx.save_model(model, str(path), save_as_external_data=True, location=external, size_threshold=64)
    else:
        onnx.save(model, str(path))


def block_means(pixels):
    return pixels.reshape(3, SIDE // BLOCK, BLOCK, SIDE // BLOCK, BLOCK).mean(axis=(2, 4)).reshape(-1)


def sample_image():
    """What the tests draw: red, green and blue of a pixel, 0 to 255."""
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    return np.stack([(x * 16 + y * 3 + c * 40) % 256 for c in range(3)]).astype(np.float64)


def image_nodes(name, kind, out):
    cast = [h.make_node("Cast", [name], ["single"], to=FLOAT)] if kind == HALF else []
    last = "vectors" if kind == HALF else out
    nodes = cast + [h.make_node("AveragePool", ["single" if cast else name], ["means"], kernel_shape=[BLOCK, BLOCK], strides=[BLOCK, BLOCK]),
                    h.make_node("Flatten", ["means"], ["flat"]), h.make_node("MatMul", ["flat", "image_weights"], [last])]
    return nodes + ([h.make_node("Cast", ["vectors"], [out], to=HALF)] if kind == HALF else [])


def text_nodes(name, mask, out, pad=None):
    """pad: the token that does not count, for towers that find it themselves."""
    nodes = [h.make_node("Cast", [name], ["ids"], to=INT64), h.make_node("Mod", ["ids", "rows"], ["places"]), h.make_node("Gather", ["table", "places"], ["found"])]
    constants = dict(rows=np.array(ROWS, np.int64), last=np.array([-1], np.int64))
    if mask:
        nodes += [h.make_node("Cast", [mask], ["marks"], to=FLOAT)]
    elif pad is not None:
        nodes += [h.make_node("Equal", ["ids", "pad"], ["fills"]), h.make_node("Not", ["fills"], ["counts"]), h.make_node("Cast", ["counts"], ["marks"], to=FLOAT)]
        constants["pad"] = np.array(pad, np.int64)
    else:
        nodes += [h.make_node("Shape", [name], ["size"]), h.make_node("ConstantOfShape", ["size"], ["marks"], value=n.from_array(np.array([1], np.float32)))]
    nodes += [h.make_node("Unsqueeze", ["marks", "last"], ["column"]), h.make_node("Mul", ["found", "column"], ["kept"]),
              h.make_node("ReduceSum", ["kept", "axis"], ["sums"], keepdims=0), h.make_node("ReduceSum", ["marks", "axis"], ["number"], keepdims=1),
              h.make_node("Div", ["sums", "number"], ["text_means"]), h.make_node("MatMul", ["text_means", "text_weights"], [out])]
    constants["axis"] = np.array([1], np.int64)
    return nodes, constants


def unit(row):
    return [float(value) for value in row / np.linalg.norm(row)]


def expected_image(matrix, mean, deviation):
    pixels = (sample_image() / 255 - np.array(mean)[:, None, None]) / np.array(deviation)[:, None, None]
    return unit(block_means(pixels) @ matrix.astype(np.float64))


def expected_text(tokens, table, matrix, length=None, pad=0):
    full = tokens + [pad] * (length - len(tokens)) if length else tokens
    return unit(table[np.array(full) % ROWS].astype(np.float64).mean(axis=0) @ matrix.astype(np.float64))


def tokens_of(source, name):
    rows = json.loads((TOKENS / source).read_text())[name]
    return [rows[i] for i in PICKED]


def write(layout, name, content):
    path = OUT / layout / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n")


def image_tower(layout, path, source="pixel_values", out="pooler_output", kind=FLOAT, external=None, batch="b"):
    matrix = weights(3 * CELLS, WIDTH)
    save(OUT / layout / path, [port(source, kind, batch, 3, SIDE, SIDE)], [port(out, kind, batch, WIDTH)], image_nodes(source, kind, out), dict(image_weights=matrix), external)
    return matrix


def text_tower(layout, path, source="input_ids", mask=None, kind=INT64, out="pooler_output", batch="b", length="s", pad=None, more=()):
    table, matrix = weights(ROWS, WIDTH), weights(WIDTH, WIDTH)
    nodes, constants = text_nodes(source, mask, out, pad)
    inputs = [port(name, kind, batch, length) for name in (source, mask, *more) if name]
    save(OUT / layout / path, inputs, [port(out, FLOAT, batch, WIDTH)], nodes, dict(constants, table=table, text_weights=matrix))
    return table, matrix


def open_clip(mean, deviation, filter, mode):
    return dict(size=[SIDE, SIDE], mode="RGB", mean=mean, std=deviation, interpolation=filter, resize_mode=mode, fill_color=0)


def hugging_face(kind, mean, deviation, resample, **more):
    return dict(image_processor_type=kind, do_resize=True, size=dict(height=SIDE, width=SIDE), resample=resample, do_rescale=True, rescale_factor=1 / 255, do_normalize=True,
                image_mean=mean, image_std=deviation, **more)


shutil.rmtree(OUT, ignore_errors=True)
HALVES, ZEROS, ONES = [0.5] * 3, [0.0] * 3, [1.0] * 3
CLIP = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
IMAGENET = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
record = {}

for layout, tokens, words, pad, settings in [("siglip", "siglip-json", ("spm.json", "siglip"), 1, {}), ("siglip2", "gemma-json", ("spm.json", "gemma-lower"), 0, {})]:
    image = image_tower(layout, "onnx/vision_model.onnx")
    table, matrix = text_tower(layout, "onnx/text_model.onnx")
    write(layout, "preprocessor_config.json", hugging_face("SiglipImageProcessor", HALVES, HALVES, 3 if layout == "siglip" else 2, processor_class="SiglipProcessor"))
    write(layout, "config.json", dict(model_type="siglip", text_config=dict(model_type="siglip_text_model")))
    record[layout] = dict(tokens=tokens, into=".", image=expected_image(image, HALVES, HALVES), texts=[expected_text(row, table, matrix, 64, pad) for row in tokens_of(*words)])

layout = "chinese-clip"
image, (table, matrix) = weights(3 * CELLS, WIDTH), (weights(ROWS, WIDTH), weights(WIDTH, WIDTH))
nodes, constants = text_nodes("input_ids", "attention_mask", "text_embeds")
save(OUT / layout / "onnx/model.onnx", [port("input_ids", INT64, "b", "s"), port("pixel_values", FLOAT, "i", 3, SIDE, SIDE), port("attention_mask", INT64, "b", "s"), port("token_type_ids", INT64, "b", "s")],
     [port("text_embeds", FLOAT, "b", WIDTH), port("image_embeds", FLOAT, "i", WIDTH)], nodes + image_nodes("pixel_values", FLOAT, "image_embeds"),
     dict(constants, image_weights=image, table=table, text_weights=matrix))
write(layout, "preprocessor_config.json", hugging_face("ChineseCLIPImageProcessor", *CLIP, 3))
record[layout] = dict(tokens="chinese-clip", into=".", image=expected_image(image, *CLIP), texts=[expected_text(row, table, matrix) for row in tokens_of("hf.json", "chinese-clip-json")])

layout = "immich-xlm-roberta"
image = image_tower(layout, "visual/model.onnx", "image", "embedding", batch=1)
table, matrix = text_tower(layout, "textual/model.onnx", "text", kind=INT32, out="embedding", batch=1, length=77, pad=1)
write(layout, "visual/preprocess_cfg.json", open_clip(*CLIP, "bicubic", "shortest"))
write(layout, "config.json", dict(embed_dim=WIDTH, vision_cfg=dict(image_size=SIDE), text_cfg=dict(hf_model_name="xlm-roberta-base", context_length=77)))
record[layout] = dict(tokens="xlm-roberta-json", into="textual", image=expected_image(image, *CLIP), texts=[expected_text(row, table, matrix) for row in tokens_of("spm.json", "xlm-roberta")])

layout = "immich-m-clip"
image = image_tower(layout, "visual/model.onnx", "image", "embedding", batch=1)
table, matrix = text_tower(layout, "textual/model.onnx", "input_ids", "attention_mask", INT32, "embedding")
write(layout, "visual/preprocess_cfg.json", open_clip(*CLIP, "bicubic", "shortest"))
write(layout, "config.json", dict(embed_dim=WIDTH, vision_cfg=dict(image_size=SIDE), text_cfg=dict(context_length=77)))
record[layout] = dict(tokens="xlm-roberta", into="textual", image=expected_image(image, *CLIP), texts=[expected_text(row, table, matrix) for row in tokens_of("spm.json", "xlm-roberta")])

layout = "immich-siglip2"
image = image_tower(layout, "visual/model.onnx", "image", "embedding", batch=1)
table, matrix = text_tower(layout, "textual/model.onnx", "text", kind=INT32, out="embedding", batch=1, length=64)
write(layout, "visual/preprocess_cfg.json", open_clip(HALVES, HALVES, "bicubic", "squash"))
write(layout, "config.json", dict(embed_dim=WIDTH, vision_cfg=dict(image_size=SIDE), text_cfg=dict(context_length=64, hf_tokenizer_name="timm/ViT-B-16-SigLIP2", tokenizer_kwargs=dict(clean="canonicalize"))))
record[layout] = dict(tokens="gemma-json", into="textual", image=expected_image(image, HALVES, HALVES), texts=[expected_text(row, table, matrix, 64, 0) for row in tokens_of("spm.json", "gemma-lower")])

for layout, path, external, preparation in [("mobileclip2", "visual/model.onnx", None, (ZEROS, ONES, "bilinear", "shortest")), ("pe-core", "visual/model.onnx", "model.onnx.data", (HALVES, HALVES, "bilinear", "squash"))]:
    image = image_tower(layout, path, "image", "embedding", external=external)
    write(layout, "visual/preprocess_cfg.json", open_clip(*preparation))
    record[layout] = dict(image=expected_image(image, *preparation[:2]))

layout = "dinov3"
matrix = weights(3 * CELLS, WIDTH)
save(OUT / layout / "onnx/model.onnx", [port("pixel_values", FLOAT, "b", 3, SIDE, SIDE)], [port("last_hidden_state", FLOAT, "b", 1, WIDTH), port("pooler_output", FLOAT, "b", WIDTH)],
     image_nodes("pixel_values", FLOAT, "pooler_output") + [h.make_node("Unsqueeze", ["pooler_output", "one"], ["last_hidden_state"])], dict(image_weights=matrix, one=np.array([1], np.int64)))
write(layout, "preprocessor_config.json", hugging_face("DINOv3ViTImageProcessorFast", *IMAGENET, 2, crop_size=None, do_center_crop=None, default_to_square=True, data_format="channels_first", do_pad=None, pad_size=None, disable_grouping=None))
write(layout, "config.json", dict(model_type="dinov3_vit", patch_size=4, num_register_tokens=4))
record[layout] = dict(image=expected_image(matrix, *IMAGENET))

layout = "half"
image = image_tower(layout, "onnx/vision_model_fp16.onnx", kind=HALF, external="vision_model_fp16.onnx_data")
write(layout, "preprocessor_config.json", hugging_face("SiglipImageProcessor", HALVES, HALVES, 3))
record[layout] = dict(image=expected_image(image, HALVES, HALVES), tolerance=5e-3)

layout = "int8"
matrix = weights(3 * CELLS, WIDTH)
scale = np.float32(np.abs(matrix).max() / 127)
eighths = np.round(matrix / scale).astype(np.int8)
save(OUT / layout / "onnx/model_int8.onnx", [port("pixel_values", FLOAT, "b", 3, SIDE, SIDE)], [port("image_embeds", FLOAT, "b", WIDTH)],
     [h.make_node("AveragePool", ["pixel_values"], ["means"], kernel_shape=[BLOCK, BLOCK], strides=[BLOCK, BLOCK]), h.make_node("Flatten", ["means"], ["flat"]),
      h.make_node("DynamicQuantizeLinear", ["flat"], ["bytes", "step", "zero"]), h.make_node("MatMulInteger", ["bytes", "image_weights", "zero"], ["whole"]),
      h.make_node("Cast", ["whole"], ["counted"], to=FLOAT), h.make_node("Mul", ["step", "scale"], ["unit"]), h.make_node("Mul", ["counted", "unit"], ["image_embeds"])],
     dict(image_weights=eighths, scale=scale))
write(layout, "preprocessor_config.json", hugging_face("CLIPImageProcessor", *CLIP, 3))
record[layout] = dict(image=expected_image(eighths.astype(np.float64) * scale, *CLIP), tolerance=2e-2)

(OUT / "expected.json").write_text(json.dumps(dict(texts=[TEXTS[i] for i in PICKED], layouts=record), ensure_ascii=False, indent=1) + "\n")
