"""What the pictures of MNIST (classes 0 to 9) and Fashion-MNIST (classes 10 to 19) are called."""

import random

DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

GARMENTS = [
    ["t-shirt/top", "t-shirt", "t shirt", "tee", "top", "short-sleeved t-shirt"],
    ["trouser", "trousers", "pants", "pair of trousers", "jeans", "leggings"],
    ["pullover", "sweater", "jumper", "sweatshirt", "knitted pullover"],
    ["dress", "gown", "sleeveless dress", "summer dress"],
    ["coat", "jacket", "overcoat", "winter coat"],
    ["sandal", "sandals", "flip-flop", "open sandal", "high-heeled sandal"],
    ["shirt", "button-up shirt", "blouse", "long-sleeved shirt"],
    ["sneaker", "sneakers", "trainer", "running shoe", "sports shoe", "tennis shoe"],
    ["bag", "handbag", "purse", "shoulder bag", "tote bag"],
    ["ankle boot", "ankle boots", "boot", "boots", "leather boot"],
]

PICTURES = ["a photo of", "a picture of", "an image of", "a drawing of", "a black and white photo of", "a small picture of", "a blurry photo of", "a close-up photo of",
            "a grey image of", "this is", "here is", "photo of", "picture of"]

DIGIT_FORMS = ["the digit {}", "the digit {}", "the number {}", "a handwritten {}", "a handwritten digit {}", "the numeral {}", "digit {}", "number {}", "handwritten {}", "a {}"]

GARMENT_FORMS = ["a {}", "a {}", "a {}", "the {}", "one {}", "a {}, a piece of clothing", "a {} on a black background", "a fashion item: {}", "a grey {}"]

# Sentences that fit several classes.
GROUPS = [
    (["a digit", "a number", "a handwritten digit", "a handwritten number", "digits", "handwriting"], range(0, 10)),
    (["clothing", "an article of clothing", "a garment", "fashion", "a fashion product", "something to wear"], range(10, 20)),
    (["a shoe", "shoes", "footwear", "a piece of footwear"], [15, 17, 19]),
    (["a top with sleeves", "upper body clothing", "outerwear or a top"], [10, 12, 14, 16]),
]
GROUP_SHARE = 0.1


def caption(rng: random.Random):
    """One sentence and the classes it fits."""
    if rng.random() < GROUP_SHARE:
        names, classes = rng.choice(GROUPS)
        return framed(rng, rng.choice(names)), list(classes)
    number = rng.randrange(20)
    if number < 10:
        name = rng.choice([DIGITS[number], str(number)])
        form = rng.choice(DIGIT_FORMS)
    else:
        # The first name is the data set's own, so it comes more often.
        names = GARMENTS[number - 10]
        name = names[0] if rng.random() < 0.4 else rng.choice(names)
        form = rng.choice(GARMENT_FORMS)
    bare = rng.random() < 0.2
    return (name if bare else framed(rng, form.format(name))), [number]


def framed(rng: random.Random, phrase: str):
    """The phrase with or without "a photo of" and a full stop."""
    text = f"{rng.choice(PICTURES)} {phrase}" if rng.random() < 0.7 else phrase
    return text + "." if rng.random() < 0.2 else text
