"""Trains a low-rank delta of the encoder on the corpus and writes the embeddings that it gives.

    python tune.py FOLDER --name trial --folds 0 1 2 3 4    one delta for each fold, from the other folds' systems
    python tune.py FOLDER --name final --folds -1           one from all systems
    python tune.py FOLDER --name untuned --epochs 0 --folds 0 1 2 3 4

FOLDER holds what export.ts wrote. For each fold it gains NAME/fold-FOLD.safetensors and, for each scale, NAME-SCALE/fold-FOLD.f32:
the embeddings of all texts, which evaluate.ts judges.
"""

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from safetensors.numpy import save_file

from encoder import LAYERS, WIDTH, new_delta, read_weights, run_frozen, run_top

BATCH = 64
# Texts are padded to the next of these, so that few shapes have to be compiled.
LENGTHS = (12, 16, 20, 24, 32, 48, 128)
SECOND_LABEL_SHARE = 0.2
# The probe's penalty, as scikit-learn's C, and its steps.
PROBE_C, PROBE_STEPS, PROBE_RATE = 16.0, 300, 0.1
WARM_UP = 40


@dataclass
class Corpus:
    ids: list
    targets: np.ndarray
    weights: np.ndarray
    folds: np.ndarray
    """Rows by padded length; with it their states after the frozen layers, and their masks."""
    rows: dict
    states: dict
    masks: dict


def read_corpus(folder, tables, frozen):
    content = json.loads(Path(folder, "corpus.json").read_text())
    texts = content["rows"]
    targets = np.zeros((len(texts), len(content["labels"])), np.float32)
    for row, text in enumerate(texts):
        first, *also = text["labels"]
        targets[row, first] = 1 - SECOND_LABEL_SHARE * bool(also)
        for other in also:
            targets[row, other] = SECOND_LABEL_SHARE / len(also)
    corpus = Corpus(
        ids=[text["ids"] for text in texts],
        targets=targets,
        weights=np.array([text["weight"] for text in texts], np.float32),
        folds=np.array([text["fold"] for text in texts]),
        rows={},
        states={},
        masks={},
    )
    padded = np.array([next(n for n in LENGTHS if n >= len(ids)) for ids in corpus.ids])
    for length in np.unique(padded):
        rows = np.nonzero(padded == length)[0]
        ids = np.zeros((len(rows), length), np.int32)
        mask = np.zeros((len(rows), length), np.float32)
        for at, row in enumerate(rows):
            count = len(corpus.ids[row])
            ids[at, :count], mask[at, :count] = corpus.ids[row], 1
        states = np.zeros((len(rows), length, WIDTH), np.float16)
        for batch in batches(np.arange(len(rows))):
            result = run_frozen(filled(ids[batch]), filled(mask[batch]), tables, frozen)
            states[batch] = result[: len(batch)]
        corpus.rows[length], corpus.states[length], corpus.masks[length] = rows, states, mask
    return corpus


def batches(positions):
    return [positions[at : at + BATCH] for at in range(0, len(positions), BATCH)]


def filled(values):
    """A batch of full size: its last row repeated."""
    missing = BATCH - len(values)
    return np.concatenate([values, np.repeat(values[-1:], missing, 0)]) if missing else values


embed_batch = jax.jit(run_top)


def embed(corpus, top, delta, scale):
    embeddings = np.zeros((len(corpus.ids), WIDTH), np.float32)
    for length, rows in corpus.rows.items():
        for batch in batches(np.arange(len(rows))):
            states, mask = filled(corpus.states[length][batch]), filled(corpus.masks[length][batch])
            embeddings[rows[batch]] = embed_batch(states, mask, top, delta, scale)[: len(batch)]
    return embeddings


@jax.jit
def adam(parameters, moments, gradient, step, rates):
    """One step of Adam (Kingma & Ba 2015); `rates` has a learning rate for each number."""
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, moments[0], gradient)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, moments[1], gradient)

    def change(parameter, m, v, rate):
        return parameter - rate * (m / (1 - 0.9**step)) / (jnp.sqrt(v / (1 - 0.999**step)) + 1e-8)

    return jax.tree.map(change, parameters, first, second, rates), (first, second)


@jax.jit
def probe_gradient(head, embeddings, targets, weights):
    def loss(head):
        fit = weights @ (targets * -jax.nn.log_softmax(embeddings @ head[0] + head[1])).sum(1)
        return (fit + 0.5 / PROBE_C * (head[0] ** 2).sum()) / weights.sum()

    return jax.grad(loss)(head)


def probe(embeddings, targets, weights):
    """A linear head on fixed embeddings, so that the delta starts from a sensible one (Kumar et al. 2022)."""
    head = (jnp.zeros((WIDTH, targets.shape[1])), jnp.zeros(targets.shape[1]))
    moments = (jax.tree.map(jnp.zeros_like, head),) * 2
    rates = jax.tree.map(lambda _: PROBE_RATE, head)
    for step in range(1, PROBE_STEPS + 1):
        gradient = probe_gradient(head, embeddings, targets, weights)
        head, moments = adam(head, moments, gradient, float(step), rates)
    return head


@jax.jit
def gradient_of(parameters, top, batch, settings, key):
    def loss(parameters):
        delta, (weights, intercepts) = parameters
        # A tenth of the tokens is hidden from the trained layers, never the first.
        kept = jax.random.bernoulli(key, 1 - settings["hidden"], batch["mask"].shape)
        mask = batch["mask"] * kept.at[:, 0].set(True)
        embeddings = run_top(batch["states"], mask, top, delta)
        scores = jax.nn.log_softmax(embeddings @ weights + intercepts)
        away = 1 - (embeddings * batch["untuned"]).sum(1)
        each = -(batch["targets"] * scores).sum(1) + settings["stay"] * away
        return (batch["weights"] * each).sum() / batch["weights"].sum()

    value, gradient = jax.value_and_grad(loss)(parameters)
    length = jnp.sqrt(sum((part**2).sum() for part in jax.tree.leaves(gradient)))
    return value, jax.tree.map(lambda part: part / jnp.maximum(1.0, length), gradient)


def train(corpus, top, untuned, rows, options):
    random, key = np.random.default_rng(options.seed), jax.random.key(options.seed)
    delta = new_delta(random, len(top), options.rank)
    parameters = (delta, probe(untuned[rows], corpus.targets[rows], corpus.weights[rows]))
    moments = (jax.tree.map(jnp.zeros_like, parameters),) * 2
    settings = {"stay": options.stay, "hidden": options.hidden}
    chosen = np.isin(np.arange(len(corpus.ids)), rows)

    def epoch():
        out = []
        for length, members in corpus.rows.items():
            mixed = random.permutation(np.nonzero(chosen[members])[0])
            out += [(length, batch) for batch in batches(mixed)]
        random.shuffle(out)
        return out

    steps = [item for _ in range(options.epochs) for item in epoch()]
    started, losses = time.time(), []
    for step, (length, batch) in enumerate(steps, 1):
        texts = corpus.rows[length][batch]
        data = {
            "states": corpus.states[length][batch],
            "mask": corpus.masks[length][batch],
            "untuned": untuned[texts],
            "targets": corpus.targets[texts],
        }
        data = {name: filled(values) for name, values in data.items()}
        data["weights"] = np.zeros(BATCH, np.float32)
        data["weights"][: len(batch)] = corpus.weights[texts]
        key, own = jax.random.split(key)
        value, gradient = gradient_of(parameters, top, data, settings, own)
        share = min(1, step / WARM_UP) * (1 + np.cos(np.pi * step / len(steps))) / 2
        rates = (
            jax.tree.map(lambda _: options.rate * share, parameters[0]),
            jax.tree.map(lambda _: options.head_rate * share, parameters[1]),
        )
        parameters, moments = adam(parameters, moments, gradient, float(step), rates)
        losses.append(float(value))
        if step % 50 == 0:
            print(f"  {step} of {len(steps)}: loss {np.mean(losses[-50:]):.3f}, {time.time() - started:.0f} s")
    return parameters[0]


def write_delta(path, delta):
    arrays = {
        f"model.layers.{layer}.{name}.{part}": np.asarray(values, np.float16)
        for layer, matrices in enumerate(delta, LAYERS - len(delta))
        for name, pair in matrices.items()
        for part, values in zip(("down", "up"), pair, strict=True)
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(arrays, path)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("--folds", type=int, nargs="+", required=True, help="-1: train on all systems")
    parser.add_argument("--layers", type=int, default=3, help="how many of the top layers get a delta")
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--epochs", type=int, default=2, help="0: no delta")
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--stay", type=float, default=0.3, help="weight of the distance from the untuned embedding")
    parser.add_argument("--hidden", type=float, default=0.1, help="share of tokens hidden in training")
    parser.add_argument("--sample", type=float, default=1, help="share of the training texts that is used")
    parser.add_argument("--scales", type=float, nargs="+", default=[1.0], help="factors on the trained delta")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main():
    options = parse()
    tables, layers = read_weights(options.folder)
    cut = LAYERS - options.layers
    corpus = read_corpus(options.folder, tables, layers[:cut])
    top = layers[cut:]
    zeros = new_delta(np.random.default_rng(0), options.layers, 1)
    untuned = embed(corpus, top, zeros, 0.0)
    for fold in options.folds:
        rows = np.nonzero(corpus.folds != fold)[0]
        if options.sample < 1:
            count = int(len(rows) * options.sample)
            rows = np.random.default_rng(options.seed).choice(rows, count, replace=False)
        delta = zeros
        if options.epochs > 0:
            print(f"fold {fold}: {len(rows)} texts")
            delta = train(corpus, top, untuned, rows, options)
            write_delta(options.folder / options.name / f"fold-{fold}.safetensors", delta)
        for scale in options.scales:
            target = options.folder / f"{options.name}-{scale:g}"
            target.mkdir(exist_ok=True)
            embeddings = embed(corpus, top, delta, scale) if options.epochs > 0 else untuned
            embeddings.tofile(target / f"fold-{fold}.f32")
            print(f"{target.name}: cosine to untuned {(embeddings * untuned).sum(1).mean():.3f}")


main()
